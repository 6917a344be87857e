#pragma once
#include <QObject>

class QApplication;
class QSettings;

namespace datakubo::ui {

struct Tokens;

enum class ThemeMode { System, Light, Dark };

// Dresses the application: Fusion, one palette, one style sheet, one font size. Made once by app/
// before the first widget; the choice is kept in the settings.
class Theme : public QObject
{
    Q_OBJECT

public:
    Theme(QApplication &application, QSettings &settings, QObject *parent = nullptr);

    ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);
    bool isDark() const;

Q_SIGNALS:
    void changed();

private:
    void apply();

    QApplication &m_application;
    QSettings &m_settings;
    ThemeMode m_mode = ThemeMode::System;
    bool m_systemIsDark = false;
};

// The style sheet with its @names filled in.
QString styleSheet(const Tokens &tokens);

} // namespace datakubo::ui
