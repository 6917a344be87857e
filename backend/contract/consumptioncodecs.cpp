#include "backend/contract/consumptioncodecs.h"

#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

namespace {

QJsonObject itemToJson(const ConsumptionItem &item)
{
    return {{u"from"_s, item.from.toString()},
            {u"to"_s, item.to.toString()},
            {u"consumption_m3"_s, item.consumption.toCubicMetres()},
            {u"opening_m3"_s, toJson(item.opening)},
            {u"closing_m3"_s, toJson(item.closing)},
            {u"quality"_s, toText(item.quality)},
            {u"opening_interpolated"_s, item.openingIsInterpolated},
            {u"closing_interpolated"_s, item.closingIsInterpolated}};
}

Result<ConsumptionItem> itemFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    ConsumptionItem item;
    item.from = read.time(u"from"_s).value_or(Timestamp{});
    item.to = read.time(u"to"_s).value_or(Timestamp{});
    item.consumption = read.volume(u"consumption_m3"_s).value_or(Volume{});
    item.opening = read.volume(u"opening_m3"_s);
    item.closing = read.volume(u"closing_m3"_s);
    item.quality = read.word(u"quality"_s, parseQuality).value_or(Quality::Measured);
    item.openingIsInterpolated = read.boolean(u"opening_interpolated"_s).value_or(false);
    item.closingIsInterpolated = read.boolean(u"closing_interpolated"_s).value_or(false);
    return read.finish(item);
}

QJsonObject comparisonToJson(const ConsumptionComparison &comparison)
{
    return {{u"period_before_m3"_s, toJson(comparison.periodBefore)},
            {u"last_year_m3"_s, toJson(comparison.lastYear)},
            {u"community_average_m3"_s, toJson(comparison.communityAverage)},
            {u"households"_s, comparison.households}};
}

QJsonObject endToJson(const PartEnd &end)
{
    return {{u"at"_s, end.at.toString()},
            {u"register_m3"_s, toJson(end.value)},
            {u"interpolated"_s, !end.isRead()},
            {u"reading_before"_s, end.before.toString()},
            {u"reading_after"_s, end.after.toString()}};
}

Result<PartEnd> endFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    PartEnd end;
    end.at = read.time(u"at"_s).value_or(Timestamp{});
    end.value = read.volume(u"register_m3"_s);
    end.before = read.time(u"reading_before"_s).value_or(end.at);
    end.after = read.time(u"reading_after"_s).value_or(end.at);
    return read.finish(end);
}

QJsonArray marksToJson(const std::vector<RegisterMark> &marks)
{
    QJsonArray array;
    for (const RegisterMark &mark : marks)
        array.append(toJson(mark));
    return array;
}

Result<std::vector<RegisterMark>> marksFromJson(const QJsonArray &array)
{
    std::vector<RegisterMark> marks;
    for (const QJsonValue &value : array) {
        const auto mark = registerMarkFromJson(value.toObject());
        if (!mark)
            return mark.error();
        marks.push_back(*mark);
    }
    return marks;
}

QJsonObject partToJson(const ConsumptionPart &part)
{
    return {{u"dev_eui"_s, part.eui.toString()},
            {u"device_name"_s, part.name},
            {u"opening"_s, endToJson(part.opening)},
            {u"closing"_s, endToJson(part.closing)},
            {u"consumption_m3"_s, part.consumption.toCubicMetres()},
            {u"counted"_s, part.isCounted},
            {u"marks"_s, marksToJson(part.marks)}};
}

Result<ConsumptionPart> partFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    ConsumptionPart part;
    part.eui = read.requiredEui(u"dev_eui"_s);
    part.name = read.text(u"device_name"_s);
    const auto opening = endFromJson(object[u"opening"].toObject());
    if (!opening)
        return opening.error();
    const auto closing = endFromJson(object[u"closing"].toObject());
    if (!closing)
        return closing.error();
    auto marks = marksFromJson(object[u"marks"].toArray());
    if (!marks)
        return marks.error();
    part.opening = *opening;
    part.closing = *closing;
    part.consumption = read.volume(u"consumption_m3"_s).value_or(Volume{});
    part.isCounted = read.boolean(u"counted"_s).value_or(true);
    part.marks = std::move(*marks);
    return read.finish(std::move(part));
}

} // namespace

QJsonObject toJson(const RegisterMark &mark)
{
    return {{u"at"_s, mark.at.toString()},
            {u"kind"_s, toText(mark.kind)},
            {u"reading_id"_s, ReadingKey{mark.device, mark.at}.uuid()},
            {u"consumption_m3"_s, mark.value.toCubicMetres()},
            {u"before_m3"_s, toJson(mark.before)},
            {u"counted_m3"_s, mark.counted.toCubicMetres()},
            {u"answered"_s, mark.isAnswered}};
}

Result<RegisterMark> registerMarkFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    RegisterMark mark;
    if (const auto key = ReadingKey::parse(read.text(u"reading_id"_s)))
        mark.device = key->device;
    mark.at = read.time(u"at"_s).value_or(Timestamp{});
    mark.kind = read.word(u"kind"_s, parseRegisterMarkKind).value_or(RegisterMarkKind::Glitch);
    mark.value = read.volume(u"consumption_m3"_s).value_or(Volume{});
    mark.before = read.volume(u"before_m3"_s);
    mark.counted = read.volume(u"counted_m3"_s).value_or(Volume{});
    mark.isAnswered = read.boolean(u"answered"_s).value_or(false);
    return read.finish(mark);
}

QJsonObject toJson(const ConsumptionReport &report)
{
    QJsonArray items;
    for (const ConsumptionItem &item : report.series.items)
        items.append(itemToJson(item));
    QJsonObject object{{u"from"_s, report.series.from.toString()},
                       {u"to"_s, report.series.to.toString()},
                       {u"interval"_s, toText(report.series.interval)},
                       {u"total_m3"_s, report.series.total.toCubicMetres()},
                       {u"series"_s, items},
                       {u"marks"_s, marksToJson(report.marks)},
                       {u"comparison"_s, comparisonToJson(report.comparison)}};
    if (report.parts) {
        QJsonArray parts;
        for (const ConsumptionPart &part : *report.parts)
            parts.append(partToJson(part));
        object[u"parts"] = parts;
    }
    return object;
}

Result<ConsumptionReport> consumptionReportFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    ConsumptionReport report;
    report.series.from = read.time(u"from"_s).value_or(Timestamp{});
    report.series.to = read.time(u"to"_s).value_or(Timestamp{});
    report.series.interval = read.word(u"interval"_s, parseInterval).value_or(Interval::Day);
    report.series.total = read.volume(u"total_m3"_s).value_or(Volume{});
    for (const QJsonValue &value : object[u"series"].toArray()) {
        const auto item = itemFromJson(value.toObject());
        if (!item)
            return item.error();
        report.series.items.push_back(*item);
    }
    auto marks = marksFromJson(object[u"marks"].toArray());
    if (!marks)
        return marks.error();
    report.marks = std::move(*marks);
    if (const QJsonValue parts = object[u"parts"]; parts.isArray()) {
        report.parts.emplace();
        for (const QJsonValue &value : parts.toArray()) {
            auto part = partFromJson(value.toObject());
            if (!part)
                return part.error();
            report.parts->push_back(std::move(*part));
        }
    }
    const QJsonObject comparison = object[u"comparison"].toObject();
    report.comparison.periodBefore = volumeFromJson(comparison[u"period_before_m3"]);
    report.comparison.lastYear = volumeFromJson(comparison[u"last_year_m3"]);
    report.comparison.communityAverage = volumeFromJson(comparison[u"community_average_m3"]);
    report.comparison.households = comparison[u"households"].toInt();
    return read.finish(std::move(report));
}

QJsonObject toJson(const AttentionItem &item)
{
    QJsonObject object = toJson(item.mark);
    if (item.mark.kind == RegisterMarkKind::RetiredDevice)
        object[u"reading_id"] = QJsonValue();
    object[u"dev_eui"] = item.eui.toString();
    object[u"device_name"] = item.deviceName;
    object[u"customer_id"] = textOrNull(item.customerUuid);
    return object;
}

Result<AttentionItem> attentionItemFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    const auto mark = registerMarkFromJson(object);
    if (!mark)
        return mark.error();
    return read.finish(AttentionItem{*mark, read.requiredEui(u"dev_eui"_s),
                                     read.text(u"device_name"_s), read.text(u"customer_id"_s)});
}

QJsonObject toJson(const AuditEntry &entry)
{
    return {{u"id"_s, QString::number(entry.id)},
            {u"at"_s, entry.at.toString()},
            {u"actor"_s, entry.actor},
            {u"action"_s, entry.action},
            {u"subject"_s, entry.subject},
            {u"subject_id"_s, textOrNull(entry.subjectUuid)},
            {u"subject_name"_s, textOrNull(entry.subjectName)},
            {u"details"_s, entry.details}};
}

Result<AuditEntry> auditEntryFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    AuditEntry entry;
    entry.id = read.text(u"id"_s).toLongLong();
    entry.at = read.time(u"at"_s).value_or(Timestamp{});
    entry.actor = read.text(u"actor"_s);
    entry.action = read.text(u"action"_s);
    entry.subject = read.text(u"subject"_s);
    entry.subjectUuid = read.text(u"subject_id"_s);
    entry.subjectName = read.text(u"subject_name"_s);
    entry.details = object[u"details"].toObject();
    return read.finish(std::move(entry));
}

} // namespace datakubo::contract
