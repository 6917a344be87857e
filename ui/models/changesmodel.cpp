#include "ui/models/changesmodel.h"

#include "ui/format.h"
#include "ui/models/changewords.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ChangesModel::ChangesModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Time")}, {tr("Who")}, {tr("What")}, {tr("Of")}, {tr("Details")}}, parent),
      m_format(format)
{
}

QVariant ChangesModel::cell(const AuditEntry &entry, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Time: return m_format.moment(entry.at, Format::now());
        case Actor: return entry.actor;
        case Action: return wordForAction(entry.action);
        case Subject: return entry.subjectName.isEmpty() ? entry.subject : entry.subjectName;
        case Details: return changeTexts(entry, m_format).join(u" · "_s);
        default: return {};
        }
    case Qt::ToolTipRole:
        if (column == Time)
            return m_format.dateTime(entry.at);
        if (column == Subject) // of a device the number on the meter
            return entry.subject;
        return column == Details ? QVariant(changeTexts(entry, m_format).join(u'\n')) : QVariant();
    case MutedRole: return column == Time || column == Details;
    default: return {};
    }
}

} // namespace datakubo::ui
