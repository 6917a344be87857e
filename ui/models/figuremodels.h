#pragma once
#include "backend/domain/consumptionpart.h"
#include "backend/domain/reading.h"
#include "ui/models/rowsmodel.h"

#include <set>

namespace datakubo::ui {

class Format;

// The meters behind a figure, each for the time in which it counts there.
class PartsModel : public RowsModel<ConsumptionPart>
{
    Q_OBJECT

public:
    enum Column { Meter, From, To, Opening, Closing, Consumption };

    PartsModel(const Format &format, QObject *parent = nullptr);

protected:
    QVariant cell(const ConsumptionPart &part, int row, int column, int role) const override;

private:
    const Format &m_format;
};

// The readings behind a value, newest first, each with its difference to the one before.
class ReadingListModel : public RowsModel<Reading>
{
    Q_OBJECT

public:
    enum Column { Time, Register, Added, Source, Standing };

    ReadingListModel(const Format &format, QObject *parent = nullptr);

    // Empties the list. Of the readings to come those outside of the part are marked as before and
    // after.
    void setPart(const std::optional<ConsumptionPart> &part);

protected:
    QVariant cell(const Reading &reading, int row, int column, int role) const override;

private:
    struct Word {
        QString word;
        QString sentence;
        int tone;
    };

    bool counts(const Reading &reading) const;
    Word standingOf(const Reading &reading) const;

    const Format &m_format;
    std::optional<ConsumptionPart> m_part;
    std::set<Timestamp> m_glitches;
};

} // namespace datakubo::ui
