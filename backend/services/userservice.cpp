#include "backend/services/userservice.h"

#include "backend/services/audittrail.h"
#include "backend/services/secrets.h"
#include "backend/services/validation.h"
#include "backend/storage/accessstore.h"
#include "backend/storage/communitystore.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

Error emailTaken()
{
    return Error::field(u"email"_s, u"This e-mail address has an account already"_s,
                        ErrorCode::Conflict);
}

QJsonObject facts(const User &user)
{
    return {{u"email"_s, user.email}, {u"name"_s, user.name}, {u"role"_s, toText(user.role)}};
}

} // namespace

Result<void> UserFields::validate() const
{
    if (email && !isEmailAddress(*email))
        return Error::field(u"email"_s, u"email must be an e-mail address"_s);
    if (password)
        return checkPassword(*password);
    return {};
}

// Communities belong to community admins and an end user to a resident, both to nobody else.
Result<void> UserService::applyRole(User &user, const UserFields &fields)
{
    if (fields.role)
        user.role = *fields.role;
    if (user.role != Role::Resident) {
        user.resident = {};
        if (fields.endUserUuid && !fields.endUserUuid->isEmpty())
            return Error::field(u"end_user_id"_s, u"Only a resident has an end_user_id"_s);
    } else if (fields.endUserUuid) {
        const auto resident = storage::ResidentStore(m_session).find(
            Visibility::all(m_principal.organization), *fields.endUserUuid);
        if (!resident && !fields.endUserUuid->isEmpty()) {
            return Error::field(u"end_user_id"_s,
                                u"End user %1 not found"_s.arg(*fields.endUserUuid),
                                ErrorCode::EndUserNotFound);
        }
        user.resident = resident ? resident->id : ResidentId{};
    }
    if (user.role == Role::Resident && !user.resident.isValid())
        return Error::field(u"end_user_id"_s, u"end_user_id is required for a resident"_s);

    if (user.role != Role::CommunityAdmin) {
        user.communities.clear();
        if (fields.customerUuids && !fields.customerUuids->isEmpty())
            return Error::field(u"customer_ids"_s, u"Only a community_admin has customer_ids"_s);
    } else if (fields.customerUuids) {
        user.communities.clear();
        for (const QString &uuid : *fields.customerUuids) {
            const auto community = storage::CommunityStore(m_session).find(
                Visibility::all(m_principal.organization), uuid);
            if (!community) {
                return Error::field(u"customer_ids"_s, u"Customer %1 not found"_s.arg(uuid),
                                    ErrorCode::CustomerNotFound);
            }
            user.communities.push_back(community->id);
        }
    }
    if (user.role == Role::CommunityAdmin && user.communities.empty())
        return Error::field(u"customer_ids"_s, u"customer_ids is required for a community_admin"_s);
    return {};
}

Result<UserAccount> UserService::create(const UserFields &fields, const QString &passwordHash)
{
    User user;
    user.organization = m_principal.organization;
    user.uuid = makeUuid();
    user.email = fields.email->toLower();
    user.name = fields.name.value_or(QString());
    user.createdAt = m_environment.clock.now();
    if (const auto applied = applyRole(user, fields); !applied)
        return applied.error();
    if (!storage::UserStore(m_session).insert(user, passwordHash))
        return emailTaken();
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"user.create"_s, user.email, user.uuid, facts(user));
    return find(user.uuid);
}

Result<UserAccount> UserService::edit(const QString &uuid, const UserFields &fields,
                                      const std::optional<QString> &passwordHash)
{
    const auto before = find(uuid);
    if (!before)
        return before;
    User user = before->user;
    if (fields.email)
        user.email = fields.email->toLower();
    if (fields.name)
        user.name = *fields.name;
    if (const auto applied = applyRole(user, fields); !applied)
        return applied.error();
    const bool isOtherRole = user.role != before->user.role;
    if (isOtherRole) {
        if (const auto stays = anotherAdminStays(before->user); !stays)
            return stays.error();
    }
    storage::UserStore store(m_session);
    if (!store.edit(user))
        return emailTaken();
    if (passwordHash)
        store.setPassword(user.id, *passwordHash);
    if (passwordHash || isOtherRole)
        storage::RefreshTokenStore(m_session).revokeAllOf(user.id, m_environment.clock.now());
    QJsonObject details = differences(facts(before->user), facts(user));
    if (passwordHash)
        details[u"password"] = u"changed"_s;
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"user.edit"_s, user.email, user.uuid, details);
    return find(uuid);
}

Result<void> UserService::remove(const QString &uuid)
{
    const auto account = find(uuid);
    if (!account)
        return account.error();
    if (const auto stays = anotherAdminStays(account->user); !stays)
        return stays;
    AuditTrail(m_session, m_environment, m_principal)
        .add(u"user.delete"_s, account->user.email, uuid, facts(account->user));
    storage::UserStore(m_session).remove(account->user.id);
    return {};
}

Result<void> UserService::anotherAdminStays(const User &user)
{
    if (user.role != Role::Admin
        || storage::UserStore(m_session).countAdmins(m_principal.organization) > 1)
        return {};
    return Error{ErrorCode::Conflict,
                 u"This is the last admin of the organization; make another one first"_s,
                 {{u"field"_s, u"role"_s}}};
}

Result<UserAccount> UserService::find(const QString &uuid)
{
    auto account = storage::UserStore(m_session).account(m_principal.organization, uuid);
    if (!account)
        return Error{ErrorCode::NotFound, u"User %1 not found"_s.arg(uuid), {}};
    return std::move(*account);
}

Result<Listing<UserAccount>> UserService::list(const PageRequest &page)
{
    if (page.cursor && !page.cursor->fits(u"created_at"_s, true))
        return Error::field(u"cursor"_s, u"The cursor does not belong to this list"_s);
    return storage::UserStore(m_session).accounts(m_principal.organization, page);
}

} // namespace datakubo::services
