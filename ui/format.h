#pragma once
#include "backend/domain/device.h"
#include "backend/domain/money.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace datakubo::ui {

// How numbers and times are written for a person: in the locale, and in the organization's time
// zone once it is known. Made of integers only: no volume or amount passes through a double.
class Format
{
    Q_DECLARE_TR_FUNCTIONS(datakubo::ui::Format)

public:
    explicit Format(const QLocale &locale = QLocale());

    void setTimeZone(const QString &ianaName); // an unknown name leaves the system's
    const QTimeZone &timeZone() const { return m_zone; }

    QString count(qint64 number) const;
    QString volume(Volume volume) const;                        // "1,234.567", unit apart
    QString volumeWithUnit(std::optional<Volume> volume) const; // "1,234.567 m³" or "–"
    // To the millilitre, for what has to add up: "1,234.567890 m³"
    QString exactVolume(std::optional<Volume> volume) const;
    QString difference(Volume volume) const;                    // "+0.012"
    QString percent(int perMille) const;                        // "9.9 %"
    QString change(Volume now, Volume then) const;              // "▲ 3.7 %", empty from nothing
    QString money(Money amount, const QString &currency) const; // "59.03 €"
    QString battery(const Battery &battery) const;
    QString signal(const Signal &signal) const;

    QString ago(Timestamp then, Timestamp now) const;    // "7 min"
    QString moment(Timestamp then, Timestamp now) const; // "Today 14:02", "24 Nov 14:02"
    QString clock(Timestamp time) const;                 // "14:02:11"
    QString minute(Timestamp time) const; // "24 Nov 2026 14:02"
    QString dateTime(Timestamp time) const;              // in full, for tool tips
    // The instants an API sentence names, on the organization's clock.
    QString withLocalTimes(const QString &text) const;
    QDateTime local(Timestamp time) const;

    static Timestamp now();
    // An interval that is not over cannot have the reading at its end.
    static bool isRunning(Quality quality, Timestamp to)
    {
        return quality == Quality::Estimated && to > now();
    }
    static QString none() { return QStringLiteral("–"); }

private:
    QString decimal(qint64 value, qint64 unit, int digits) const;

    QLocale m_locale;
    QTimeZone m_zone;
};

} // namespace datakubo::ui
