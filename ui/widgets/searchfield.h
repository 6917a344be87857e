#pragma once
#include <QLineEdit>
#include <QTimer>

namespace datakubo::ui {

// A line edit that reports once typing pauses, or at once on Return and when cleared.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    SearchField(const QString &placeholder, const QString &objectName, QWidget *parent = nullptr);

    void setTextSilently(const QString &text);
    void showKeycap(const QString &text);

Q_SIGNALS:
    void searched(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void report();

    QTimer m_pause;
    QString m_reported;
    QWidget *m_keycap = nullptr;
};

} // namespace datakubo::ui
