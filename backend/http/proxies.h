#pragma once
#include "backend/contract/message.h"
#include "backend/domain/result.h"

#include <QHostAddress>
#include <QStringList>

namespace datakubo::http {

// An IPv4 address in IPv6 clothes as the IPv4 address it is.
QHostAddress withoutMapping(const QHostAddress &address);

// Whose X-Forwarded-For is believed.
class Proxies
{
public:
    // Addresses and networks such as 10.0.0.0/8; an Error names the one that is neither.
    static Result<Proxies> parse(const QStringList &texts);

    // Who is behind the socket's peer: the peer itself unless it is a trusted proxy, else the last
    // hop of X-Forwarded-For that is not one. What cannot be read ends the search.
    QHostAddress client(const QHostAddress &peer,
                        const std::vector<contract::Header> &headers) const;

private:
    bool contains(const QHostAddress &address) const;

    QList<QPair<QHostAddress, int>> m_networks;
};

} // namespace datakubo::http
