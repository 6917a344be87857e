#pragma once
#include <QtGlobal>

#include <compare>
#include <functional>

namespace datakubo {

// Keys of database rows: small integers inside, UUIDs outside. The tag keeps them apart.
template <typename Tag>
struct Id {
    qint64 value = 0;

    constexpr bool isValid() const { return value > 0; }
    constexpr auto operator<=>(const Id &) const = default;
};

using OrganizationId = Id<struct OrganizationTag>;
using UserId = Id<struct UserTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using CommunityId = Id<struct CommunityTag>;
using ResidentId = Id<struct ResidentTag>;
using DeviceId = Id<struct DeviceTag>;
using AssignmentId = Id<struct AssignmentTag>;
using JobId = Id<struct JobTag>;
using WebhookId = Id<struct WebhookTag>;

} // namespace datakubo

template <typename Tag>
struct std::hash<datakubo::Id<Tag>> {
    size_t operator()(datakubo::Id<Tag> id) const noexcept { return std::hash<qint64>()(id.value); }
};
