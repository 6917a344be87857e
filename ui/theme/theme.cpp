#include "ui/theme/theme.h"

#include "ui/theme/boxstyle.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QStyleHints>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

const QString settingsKey = u"window/theme"_s;

QString spelled(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Light: return u"light"_s;
    case ThemeMode::Dark: return u"dark"_s;
    case ThemeMode::System: break;
    }
    return u"system"_s;
}

ThemeMode parsed(const QString &text)
{
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        if (spelled(mode) == text)
            return mode;
    }
    return ThemeMode::System;
}

} // namespace

Theme::Theme(QApplication &application, QSettings &settings, QObject *parent)
    : QObject(parent),
      m_application(application),
      m_settings(settings),
      m_mode(parsed(settings.value(settingsKey).toString()))
{
    // Before our own palette is set this one is the desktop's.
    m_systemIsDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto follow = [this](Qt::ColorScheme scheme) {
        m_systemIsDark = scheme == Qt::ColorScheme::Dark;
        apply();
    };
    m_systemIsDark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, follow);
#endif
    QFont font = QApplication::font();
    font.setPixelSize(13);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    QApplication::setFont(font);
    QApplication::setStyle(new BoxStyle);
    apply();
}

void Theme::setMode(ThemeMode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    m_settings.setValue(settingsKey, spelled(mode));
    apply();
}

bool Theme::isDark() const
{
    return m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && m_systemIsDark);
}

void Theme::apply()
{
    const Tokens &tokens = isDark() ? Tokens::dark() : Tokens::light();
    QApplication::setPalette(tokens.palette());
    m_application.setStyleSheet(styleSheet(tokens));
    Q_EMIT changed();
}

QString styleSheet(const Tokens &tokens)
{
    QFile file(u":/datakubo/style.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    // Longer names first: "@accent" is the beginning of "@accentSoft".
    const std::pair<QString, QColor> names[] = {
        {u"@accentSoft"_s, tokens.accentSoft},
        {u"@onAccent"_s, tokens.onAccent},
        {u"@accent"_s, tokens.accent},
        {u"@ground"_s, tokens.ground},
        {u"@panel"_s, tokens.panel},
        {u"@muted"_s, tokens.muted},
        {u"@text"_s, tokens.text},
        {u"@line"_s, tokens.line},
        {u"@badText"_s, tokens.badText},
        {u"@badSoft"_s, tokens.badSoft},
        {u"@warningText"_s, tokens.warningText},
        {u"@goodText"_s, tokens.goodText},
        {u"@goodSoft"_s, tokens.goodSoft},
    };
    for (const auto &[name, color] : names)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace datakubo::ui
