#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QImage>
#include <QSettings>
#include <QSignalSpy>
#include <QStyleOptionButton>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace datakubo;
using namespace Qt::Literals::StringLiterals;

namespace {

double linear(double part)
{
    return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
           + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double light = std::max(luminance(a), luminance(b));
    const double dark = std::min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textCanBeRead_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const bool dark : {false, true}) {
            const ui::Tokens &t = dark ? ui::Tokens::dark() : ui::Tokens::light();
            const auto row = [dark](const char *name, const QColor &text, const QColor &ground) {
                QTest::addRow("%s, %s", name, dark ? "dark" : "light") << text << ground;
            };
            row("text on a panel", t.text, t.panel);
            row("text on the ground", t.text, t.ground);
            row("text on a selected row", t.text, t.accentSoft);
            row("muted text on a panel", t.muted, t.panel);
            row("muted text on the ground", t.muted, t.ground);
            row("muted text on a selected row", t.muted, t.accentSoft);
            row("accent on a panel", t.accent, t.panel);
            row("accent on its soft ground", t.accent, t.accentSoft);
            row("the primary button", t.onAccent, t.accent);
            row("an error on a panel", t.badText, t.panel);
            row("an error on the ground", t.badText, t.ground);
            row("good on the ground", t.goodText, t.ground);
            for (const ui::Tone tone :
                 {ui::Tone::Neutral, ui::Tone::Good, ui::Tone::Warning, ui::Tone::Bad}) {
                const ui::ToneColors colors = ui::colorsOf(tone, t);
                row(qPrintable(u"chip of tone %1"_s.arg(int(tone))), colors.text, colors.soft);
            }
        }
    }
    void textCanBeRead()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        const double reached = contrast(text, ground);
        QVERIFY2(reached >= 4.5, qPrintable(QString::number(reached)));
    }

    void aBoxToTickIsSeen_data()
    {
        QTest::addColumn<ui::ThemeMode>("mode");
        QTest::addColumn<bool>("isTicked");
        for (const bool isTicked : {false, true}) {
            const char *is = isTicked ? "ticked" : "empty";
            QTest::addRow("%s, light", is) << ui::ThemeMode::Light << isTicked;
            QTest::addRow("%s, dark", is) << ui::ThemeMode::Dark << isTicked;
        }
    }
    void aBoxToTickIsSeen()
    {
        QFETCH(ui::ThemeMode, mode);
        QFETCH(bool, isTicked);
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        ui::Theme theme(*qApp, settings);
        theme.setMode(mode);
        QDialog dialog;
        QCheckBox box(u"Nobody moves in yet"_s, &dialog);
        box.setChecked(isTicked);
        box.adjustSize();
        dialog.resize(box.size());
        const QImage image = dialog.grab().toImage();
        QStyleOptionButton option;
        option.initFrom(&box);
        const QRect square =
            box.style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
        const QColor ground = ui::Tokens::of(box.palette()).ground;
        double edge = 0;
        for (int x = square.left(); x < square.left() + 3; ++x)
            edge = std::max(edge, contrast(image.pixelColor(x, square.center().y()), ground));
        QVERIFY2(edge >= 3, qPrintable(QString::number(edge)));
    }

    void theStyleSheetHasNoNameLeft()
    {
        const QString sheet = ui::styleSheet(ui::Tokens::dark());
        QVERIFY(sheet.size() > 1000);
        QVERIFY(!sheet.mid(sheet.indexOf(u"*/"_s)).contains(u'@'));
    }

    void theChoiceIsKept()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        {
            ui::Theme theme(*qApp, settings);
            QCOMPARE(theme.mode(), ui::ThemeMode::System);
            QSignalSpy changed(&theme, &ui::Theme::changed);
            theme.setMode(ui::ThemeMode::Dark);
            QCOMPARE(changed.count(), 1);
            QCOMPARE(QGuiApplication::palette().color(QPalette::Window), ui::Tokens::dark().ground);
        }
        ui::Theme theme(*qApp, settings);
        QCOMPARE(theme.mode(), ui::ThemeMode::Dark);
        QVERIFY(theme.isDark());
        theme.setMode(ui::ThemeMode::Light);
        QCOMPARE(QGuiApplication::palette().color(QPalette::Window), ui::Tokens::light().ground);
    }

    void everyIconIsDrawnInItsColor()
    {
        const QStringList files = QDir(u":/datakubo/icons"_s).entryList();
        QVERIFY(files.size() > 10);
        for (const QString &file : files) {
            const QImage image = ui::iconPixmap(file.chopped(4), Qt::red, {32, 32}, 1).toImage();
            int inked = 0;
            for (int i = 0; i < 32 * 32; ++i)
                inked += image.pixelColor(i % 32, i / 32).alpha() > 128;
            QVERIFY2(inked > 20, qPrintable(file));
        }
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
