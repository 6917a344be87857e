#pragma once
#include "tests/ui/sampleoffice.h"
#include "ui/client/apiclient.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace datakubo::test {

// The whole window over a SampleOffice, driven by the names of its parts.
class OfficeWindow
{
public:
    explicit OfficeWindow(int devices = 428)
        : office(transport, devices),
          client(transport),
          m_settings(m_folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat),
          m_theme(*qApp, m_settings),
          window(client,
                 {QStringLiteral("http://127.0.0.1:8480"), QStringLiteral("SQLite"),
                  QStringLiteral("/data"), QStringLiteral("0.1.0")},
                 m_theme, m_settings)
    {
        window.show();
    }

    template <typename T>
    T *find(const QString &name) const
    {
        auto *found = window.findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    void click(const QString &name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }
    void trigger(const QString &name) const { find<QAction>(name)->trigger(); }
    // Typed over what was there, with Return.
    void search(const QString &field, const QString &text) const
    {
        auto *edit = find<QLineEdit>(field);
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    FakeTransport transport;
    SampleOffice office;
    ui::ApiClient client;

private:
    QTemporaryDir m_folder;
    QSettings m_settings;
    ui::Theme m_theme;

public:
    ui::MainWindow window;
};

} // namespace datakubo::test
