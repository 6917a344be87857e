#include "backend/http/proxies.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::http {

QHostAddress withoutMapping(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 v4 = address.toIPv4Address(&isMapped);
    return isMapped ? QHostAddress(v4) : address;
}

Result<Proxies> Proxies::parse(const QStringList &texts)
{
    Proxies proxies;
    for (const QString &text : texts) {
        const QString trimmed = text.trimmed();
        if (trimmed.isEmpty())
            continue;
        const QHostAddress address(trimmed);
        const auto network = QHostAddress::parseSubnet(trimmed);
        if (!address.isNull())
            proxies.m_networks.append(
                {address, address.protocol() == QAbstractSocket::IPv4Protocol ? 32 : 128});
        else if (!network.first.isNull() && network.second >= 0)
            proxies.m_networks.append(network);
        else
            return Error::field(
                u"trusted_proxies"_s,
                u"'%1' is neither an address nor a network such as 10.0.0.0/8"_s.arg(trimmed));
    }
    return proxies;
}

bool Proxies::contains(const QHostAddress &address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(),
                       [&address](const auto &network) { return address.isInSubnet(network); });
}

QHostAddress Proxies::client(const QHostAddress &peer,
                             const std::vector<contract::Header> &headers) const
{
    if (!contains(peer))
        return peer;
    QList<QByteArray> hops;
    for (const contract::Header &header : headers) {
        if (header.name == "x-forwarded-for")
            hops += header.value.split(',');
    }
    QHostAddress client = peer;
    for (auto hop = hops.rbegin(); hop != hops.rend() && contains(client); ++hop) {
        const QHostAddress before(QString::fromLatin1(hop->trimmed()));
        if (before.isNull())
            break;
        client = withoutMapping(before);
    }
    return client;
}

} // namespace datakubo::http
