#include "backend/services/registerneighbours.h"

#include "backend/services/registerhistory.h"

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::services {

namespace {

QString text(Volume volume)
{
    return QString::number(volume.toCubicMetres(), 'g', 15);
}

QString sentence(const RegisterNeighbours &neighbours, Volume value)
{
    QStringList shown;
    for (const auto &neighbour : {neighbours.before, neighbours.after}) {
        if (neighbour)
            shown.append(u"%1 m³ at %2"_s.arg(text(neighbour->value), neighbour->at.toString()));
    }
    return u"The meter showed %1: %2 m³ does not fit"_s.arg(shown.join(u" and "_s), text(value));
}

} // namespace

RegisterNeighbours RegisterNeighbours::of(storage::Session &session,
                                          const storage::MeterWindow &meter, Timestamp at)
{
    RegisterHistory history(session);
    const RegisterAt around = history.at(meter, std::array{at}).front();
    RegisterNeighbours neighbours;
    if (around.isRead())
        return neighbours;
    if (around.before)
        neighbours.before = RegisterValue{*around.before, around.levelBefore};
    if (around.after) {
        const RegisterAt after = history.at(meter, std::array{*around.after}).front();
        neighbours.after = RegisterValue{*around.after, after.value.value_or(Volume{})};
    }
    return neighbours;
}

Result<void> registerFits(const RegisterNeighbours &neighbours, const RegisterValue &value,
                          const QString &field)
{
    if (fits(neighbours.before, value, neighbours.after))
        return {};
    return Error::field(field, sentence(neighbours, value.value));
}

} // namespace datakubo::services
