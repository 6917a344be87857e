#include "backend/contract/codecs.h"
#include "backend/contract/fields.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::contract {

QJsonObject toJson(const Job &job)
{
    QJsonArray errors;
    for (const JobError &error : job.errors) {
        errors.append(
            QJsonObject{{u"line"_s, error.line > 0 ? QJsonValue(error.line) : QJsonValue()},
                        {u"field"_s, textOrNull(error.field)},
                        {u"message"_s, error.message}});
    }
    return {{u"id"_s, job.uuid},
            {u"kind"_s, job.kind},
            {u"state"_s, toText(job.state)},
            {u"done"_s, job.done},
            {u"total"_s, job.total},
            {u"created_at"_s, job.createdAt.toString()},
            {u"finished_at"_s, toJson(job.finishedAt)},
            {u"errors"_s, errors}};
}

Result<Job> jobFromJson(const QJsonObject &object)
{
    FieldReader read(object);
    Job job;
    job.uuid = read.text(u"id"_s);
    job.kind = read.text(u"kind"_s);
    job.state = read.word(u"state"_s, parseJobState).value_or(JobState::Queued);
    job.done = read.integer(u"done"_s).value_or(0);
    job.total = read.integer(u"total"_s).value_or(0);
    job.createdAt = read.time(u"created_at"_s).value_or(Timestamp{});
    job.finishedAt = read.time(u"finished_at"_s);
    for (const QJsonValue &error : object[u"errors"].toArray()) {
        job.errors.push_back(
            {error[u"line"].toInteger(), error[u"field"].toString(), error[u"message"].toString()});
    }
    return read.finish(std::move(job));
}

} // namespace datakubo::contract
