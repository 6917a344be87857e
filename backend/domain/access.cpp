#include "backend/domain/access.h"

namespace datakubo {

Visibility Visibility::of(const Principal &principal)
{
    switch (principal.role) {
    case Role::Admin: return all(principal.organization);
    case Role::CommunityAdmin:
        return {principal.organization, Reach::Communities, principal.communities, {}};
    case Role::Resident: return {principal.organization, Reach::Resident, {}, principal.resident};
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace datakubo
