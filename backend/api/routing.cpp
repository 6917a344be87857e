#include "backend/api/routing.h"

using namespace Qt::Literals::StringLiterals;

namespace datakubo::api {

namespace {

using contract::Method;

constexpr QByteArrayView base = "/api/v1";
constexpr qsizetype maximumSegments = 6;

struct Segments {
    std::array<QByteArrayView, maximumSegments> parts;
    qsizetype count = 0; // maximumSegments + 1: too many
};

Segments split(QByteArrayView path)
{
    Segments segments;
    qsizetype at = path.startsWith('/') ? 1 : 0;
    while (at <= path.size()) {
        qsizetype end = path.indexOf('/', at);
        if (end < 0)
            end = path.size();
        if (segments.count == maximumSegments)
            return {{}, maximumSegments + 1};
        segments.parts[static_cast<size_t>(segments.count++)] = path.sliced(at, end - at);
        at = end + 1;
    }
    return segments;
}

const std::vector<Segments> &patterns()
{
    static const std::vector<Segments> split_ = [] {
        std::vector<Segments> all;
        for (const Route &route : routes())
            all.push_back(split(QByteArrayView(route.pattern)));
        return all;
    }();
    return split_;
}

bool fits(const Segments &pattern, const Segments &path)
{
    if (pattern.count != path.count)
        return false;
    for (size_t i = 0; i < static_cast<size_t>(pattern.count); ++i) {
        if (pattern.parts[i].startsWith('{') ? path.parts[i].isEmpty()
                                             : pattern.parts[i] != path.parts[i])
            return false;
    }
    return true;
}

PathValues valuesOf(const Segments &pattern, const Segments &path)
{
    PathValues values;
    for (size_t i = 0; i < static_cast<size_t>(pattern.count); ++i) {
        const QByteArrayView name = pattern.parts[i];
        if (name.startsWith('{')) {
            values.insert(
                QString::fromLatin1(name.sliced(1, name.size() - 2)),
                QString::fromUtf8(QByteArray::fromPercentEncoding(path.parts[i].toByteArray())));
        }
    }
    return values;
}

// The segments below /api/v1; public documents also without it.
Segments relative(const QByteArray &path, bool &isBelowBase)
{
    isBelowBase =
        path.startsWith(base) && (path.size() == base.size() || path.at(base.size()) == '/');
    return split(isBelowBase ? QByteArrayView(path).sliced(base.size()) : QByteArrayView(path));
}

template <typename Visit>
void visitRows(const QByteArray &path, Visit visit)
{
    bool isBelowBase = false;
    const Segments segments = relative(path, isBelowBase);
    const auto table = routes();
    for (size_t i = 0; i < table.size(); ++i) {
        const bool reachable =
            isBelowBase || (table[i].scope == Scope::Public && table[i].method == Method::Get);
        if (reachable && fits(patterns()[i], segments)) {
            if (!visit(table[i], patterns()[i], segments))
                return;
        }
    }
}

} // namespace

QByteArray allowedMethods(const QByteArray &path)
{
    QByteArrayList methods;
    visitRows(path, [&](const Route &route, const Segments &, const Segments &) {
        methods.append(contract::toText(route.method));
        if (route.method == Method::Get)
            methods.append("HEAD");
        return true;
    });
    if (!methods.isEmpty())
        methods.append("OPTIONS");
    return methods.join(", ");
}

Result<Match> findRoute(Method method, const QByteArray &path)
{
    const Method wanted = method == Method::Head ? Method::Get : method;
    Match match;
    bool pathKnown = false;
    visitRows(path, [&](const Route &route, const Segments &pattern, const Segments &segments) {
        pathKnown = true;
        if (route.method != wanted)
            return true;
        match = {&route, valuesOf(pattern, segments)};
        return false;
    });
    if (match.route != nullptr)
        return match;
    if (!pathKnown)
        return Error{ErrorCode::NotFound,
                     u"There is nothing at %1"_s.arg(QString::fromLatin1(path.left(200))),
                     {}};
    const QString allow = QString::fromLatin1(allowedMethods(path));
    return Error{
        ErrorCode::MethodNotAllowed, u"This path answers %1"_s.arg(allow), {{u"allow"_s, allow}}};
}

} // namespace datakubo::api
