#pragma once
#include "backend/domain/volume.h"

#include <QString>

#include <optional>

namespace datakubo::services {

// How the numbers of a CSV file are spelled: which of point and comma is the decimal sign. Most
// numbers tell by themselves ("12.5", "1.234,5"); what "1.234" means is known once the others have
// been seen.
class CsvNumbers
{
public:
    void see(QStringView text);

    // "point", "comma", or "mixed" when some numbers say one and some the other.
    QString decimal() const;
    // Every number with a sign could also be one with thousands.
    bool isAssumed() const
    {
        return !m_clearPoint && !m_clearComma && m_doubtfulPoint != m_doubtfulComma;
    }

    struct Reading {
        QString plain;           // "-1234.5"; empty: it cannot be read
        bool isDoubtful = false; // because it may mean two things in this file
    };
    Reading read(QStringView text) const;

private:
    bool m_clearPoint = false; // a number that tells was seen
    bool m_clearComma = false;
    bool m_doubtfulPoint = false; // one like "1.234" was seen
    bool m_doubtfulComma = false;
};

// Of a plain number: exact to the millilitre, further digits rounded half away from zero. Empty
// beyond ±9,000,000,000 m³.
std::optional<Volume> cubicMetres(const QString &plain);

} // namespace datakubo::services
