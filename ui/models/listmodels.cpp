#include "ui/models/listmodels.h"

#include "ui/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/chip.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QString orNone(const QString &text)
{
    return text.isEmpty() ? Format::none() : text;
}

} // namespace

AssignmentsModel::AssignmentsModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Resident")}, {tr("From")}, {tr("To")}}, parent), m_format(format)
{
}

QVariant AssignmentsModel::cell(const Assignment &assignment, int, int column, int role) const
{
    const auto day = [this](Timestamp time) {
        return QLocale().toString(m_format.local(time).date(), u"d MMM yyyy"_s);
    };
    switch (role) {
    case Qt::DisplayRole:
        if (column == 0)
            return assignment.residentName;
        if (column == 1)
            return day(assignment.from);
        return assignment.to ? day(*assignment.to) : tr("today");
    case Qt::ToolTipRole:
        if (column == 1)
            return m_format.dateTime(assignment.from);
        return column == 2 && assignment.to ? QVariant(m_format.dateTime(*assignment.to))
                                            : QVariant();
    case MutedRole: return column > 0 || assignment.to.has_value();
    default: return {};
    }
}

UnregisteredModel::UnregisteredModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Name sent")},
                 {tr("EUI")},
                 {tr("Tenant")},
                 {tr("Messages"), Qt::AlignRight},
                 {tr("Last register"), Qt::AlignRight},
                 {tr("Last seen"), Qt::AlignRight}},
                parent),
      m_format(format)
{
}

QVariant UnregisteredModel::cell(const UnregisteredDevice &device, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Name: return orNone(device.name);
        case Eui: return device.eui.toString();
        case Tenant: return orNone(device.tenantName);
        case Messages: return m_format.count(device.messageCount);
        case LastVolume:
            return device.lastVolume ? m_format.volume(*device.lastVolume) : Format::none();
        case LastSeen: return m_format.ago(device.lastSeenAt, Format::now());
        default: return {};
        }
    case Qt::ToolTipRole:
        return column == LastSeen ? QVariant(m_format.dateTime(device.lastSeenAt)) : QVariant();
    case UnitRole:
        return column == LastVolume && device.lastVolume ? QVariant(u"m³"_s) : QVariant();
    case MutedRole: return column == LastSeen || column == Tenant;
    case MonospaceRole: return column == Eui;
    default: return {};
    }
}

CommunitiesModel::CommunitiesModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Name")},
                 {tr("Tenant name")},
                 {tr("Devices"), Qt::AlignRight},
                 {tr("Residents"), Qt::AlignRight}},
                parent),
      m_format(format)
{
}

QVariant CommunitiesModel::cell(const Community &community, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Name: return community.name;
        case Tenant: return orNone(community.tenantName);
        case Devices: return m_format.count(community.deviceCount);
        case Residents: return m_format.count(community.residentCount);
        default: return {};
        }
    case Qt::ToolTipRole:
        return community.address.isEmpty() ? QVariant() : QVariant(community.address);
    case MutedRole: return column == Tenant;
    default: return {};
    }
}

ResidentsModel::ResidentsModel(QObject *parent)
    : RowsModel({{tr("Name")}, {tr("Unit")}, {tr("E-mail")}}, parent)
{
}

QVariant ResidentsModel::cell(const Resident &resident, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Name: return resident.name;
        case Unit: return orNone(resident.unit);
        case Email: return orNone(resident.email);
        default: return {};
        }
    case Qt::ToolTipRole: // they may be cut in a narrow window
        return column == Unit ? QVariant()
                              : QVariant(column == Name ? resident.name : resident.email);
    case MutedRole: return column == Email || resident.moveOut.isValid();
    default: return {};
    }
}

ApiKeysModel::ApiKeysModel(const Format &format, QObject *parent)
    : RowsModel({{tr("Name")}, {tr("Key")}, {tr("Allows")}, {tr("Created")}, {tr("Last used")}},
                parent),
      m_format(format)
{
}

QVariant ApiKeysModel::cell(const ApiKey &key, int, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Name: return orNone(key.name);
        case Prefix: return key.prefix + u"…"_s;
        case Scope: return wordFor(key.scope);
        case Created: return m_format.moment(key.createdAt, Format::now());
        case LastUsed:
            return key.lastUsedAt ? m_format.moment(*key.lastUsedAt, Format::now()) : tr("never");
        default: return {};
        }
    case MutedRole: return column == Created || column == LastUsed;
    case MonospaceRole: return column == Prefix;
    default: return {};
    }
}

} // namespace datakubo::ui
