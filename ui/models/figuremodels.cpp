#include "ui/models/figuremodels.h"

#include "ui/format.h"
#include "ui/models/readingmodels.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/chip.h"

#include <QFont>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

PartsModel::PartsModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Meter")},
                 {tr("From")},
                 {tr("To")},
                 {tr("Opening"), Qt::AlignRight},
                 {tr("Closing"), Qt::AlignRight},
                 {tr("Consumption"), Qt::AlignRight}},
                parent),
      m_format(format)
{
}

QVariant PartsModel::cell(const ConsumptionPart &part, int, int column, int role) const
{
    const bool isOpening = column == From || column == Opening;
    const PartEnd &end = isOpening ? part.opening : part.closing;
    const bool isRegister = column == Opening || column == Closing;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Meter: return part.name;
        case From:
        case To: return m_format.minute(end.at);
        case Opening:
        case Closing: return end.value ? m_format.volume(*end.value) : Format::none();
        case Consumption: return m_format.volume(part.consumption);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Meter)
            return part.eui.toString();
        if (column == Consumption && !part.isCounted)
            return tr("A principal meter measures again what the others add up to");
        return isRegister && !end.isRead()
                   ? QVariant(tr("Between two readings, as if the water had run evenly"))
                   : QVariant();
    case UnitRole:
        return column == Consumption || (isRegister && end.value) ? QVariant(u"m³"_s) : QVariant();
    case Qt::FontRole: {
        if (column != Consumption || !part.isCounted)
            return {};
        QFont bold;
        bold.setWeight(QFont::DemiBold);
        return bold;
    }
    case MutedRole: return column == Consumption ? !part.isCounted : isRegister && !end.isRead();
    default: return {};
    }
}

ReadingListModel::ReadingListModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Time")},
                 {tr("Register"), Qt::AlignRight},
                 {tr("Difference"), Qt::AlignRight},
                 {tr("Source")},
                 {tr("Quality")}},
                parent),
      m_format(format)
{
}

void ReadingListModel::setPart(const std::optional<ConsumptionPart> &part)
{
    beginResetModel();
    m_part = part;
    m_glitches.clear();
    m_rows.clear();
    if (part) {
        for (const RegisterMark &mark : part->marks) {
            if (mark.kind == RegisterMarkKind::Glitch)
                m_glitches.insert(mark.at);
        }
    }
    endResetModel();
}

bool ReadingListModel::counts(const Reading &reading) const
{
    return !reading.excluded && !m_glitches.contains(reading.recordedAt);
}

ReadingListModel::Word ReadingListModel::standingOf(const Reading &reading) const
{
    if (reading.excluded)
        return {tr("Excluded"), reading.note, int(Tone::Bad)};
    if (m_glitches.contains(reading.recordedAt))
        return {tr("Not counted"), tr("A single odd value: the register goes on as before it"),
                int(Tone::Warning)};
    if (m_part && reading.recordedAt < m_part->opening.at)
        return {tr("Before"),
                tr("Before the span: its opening lies between this reading and the "
                   "next"),
                int(Tone::Accent)};
    if (m_part && reading.recordedAt > m_part->closing.at)
        return {tr("After"),
                tr("After the span: its closing lies between this reading and the one "
                   "before"),
                int(Tone::Accent)};
    if (reading.timeDoubtful)
        return {tr("Time doubtful"), reading.note, int(Tone::Warning)};
    return {tr("Counts"), reading.note, int(Tone::Neutral)};
}

QVariant ReadingListModel::cell(const Reading &reading, int row, int column, int role) const
{
    const auto isCounted = [this](const Reading &one) { return counts(one); };
    const auto added = column == Added ? addedBy(rows(), row, isCounted) : std::nullopt;
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Time: return m_format.moment(reading.recordedAt, Format::now());
        case Register: return m_format.volume(reading.volume);
        case Added: return added ? m_format.difference(*added) : Format::none();
        case Source: return wordFor(reading.source);
        case Standing: return standingOf(reading).word;
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Time)
            return m_format.dateTime(reading.recordedAt);
        if (column == Standing) {
            const QString sentence = standingOf(reading).sentence;
            return sentence.isEmpty() ? QVariant() : QVariant(sentence);
        }
        return reading.note.isEmpty() ? QVariant() : QVariant(reading.note);
    case UnitRole: return column == Register || added ? QVariant(u"m³"_s) : QVariant();
    case ToneRole: return column == Standing ? QVariant(standingOf(reading).tone) : QVariant();
    case Qt::FontRole: {
        if (!reading.excluded || column > Register)
            return {};
        QFont struck;
        struck.setStrikeOut(true);
        return struck;
    }
    case MutedRole: return column == Added || column == Source || !counts(reading);
    default: return {};
    }
}

} // namespace datakubo::ui
