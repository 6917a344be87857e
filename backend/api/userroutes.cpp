#include "backend/api/userroutes.h"

#include "backend/api/parsing.h"
#include "backend/services/secrets.h"
#include "backend/services/userservice.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

constexpr qsizetype maximumCustomers = 1000;

services::UserFields readFields(contract::FieldReader &read)
{
    services::UserFields fields;
    if (read.has(u"email"_s))
        fields.email = read.requiredText(u"email"_s, 254);
    if (read.has(u"name"_s))
        fields.name = read.text(u"name"_s, 200);
    fields.role = read.word(u"role"_s, parseRole);
    if (read.has(u"password"_s) && !read.isNull(u"password"_s))
        fields.password = read.requiredSecret(u"password"_s);
    if (read.has(u"end_user_id"_s))
        fields.endUserUuid = read.text(u"end_user_id"_s);
    if (read.has(u"customer_ids"_s))
        fields.customerUuids =
            read.texts(u"customer_ids"_s, maximumCustomers).value_or(QStringList());
    return fields;
}

std::optional<QString> hashOf(const services::UserFields &fields, SlowCall &call)
{
    return fields.password
               ? std::optional(services::hashPassword(*fields.password, call.environment))
               : std::nullopt;
}

} // namespace

contract::Response listUsers(Call &call)
{
    return withPage(call, [&call](const QUrlQuery &, const PageRequest &page) {
        return answer(
            services::UserService(call.session, call.environment, call.principal).list(page), page);
    });
}

contract::Response createUser(SlowCall &call)
{
    return withBody(
        call,
        [](contract::FieldReader &read) {
            read.requiredText(u"email"_s, 254);
            read.requiredText(u"role"_s);
            return readFields(read);
        },
        [&call](const services::UserFields &fields) {
            if (const auto valid = fields.validate(); !valid)
                return contract::failure(valid.error());
            const QString hash = hashOf(fields, call).value_or(QString());
            return call.write([&](storage::Session &session, contract::Events &) {
                services::UserService service(session, call.environment, call.principal);
                return answer(service.create(fields, hash), 201);
            });
        });
}

contract::Response editUser(SlowCall &call)
{
    return withBody(call, readFields, [&call](const services::UserFields &fields) {
        if (const auto valid = fields.validate(); !valid)
            return contract::failure(valid.error());
        const auto hash = hashOf(fields, call);
        return call.write([&](storage::Session &session, contract::Events &) {
            services::UserService service(session, call.environment, call.principal);
            return answer(service.edit(call.path.value(u"id"_s), fields, hash));
        });
    });
}

contract::Response deleteUser(Call &call)
{
    services::UserService service(call.session, call.environment, call.principal);
    return answer(service.remove(call.path.value(u"id"_s)));
}

} // namespace datakubo::api
