#pragma once
#include "backend/contract/codecs.h"
#include "tests/support/faketransport.h"

namespace datakubo::test {

// A property manager's office behind a FakeTransport: communities, residents, as many meters as
// wanted, and answers computed from them (filter by status, search, assigned; paging).
class SampleOffice
{
public:
    explicit SampleOffice(FakeTransport &transport, int devices = 24);

    Device device(int number) const;
    Community community(int number) const;
    Resident resident(int number) const;
    OverviewCounts counts() const;
    std::vector<LastUplink> uplinks() const;
    // The events of one more uplink of that meter.
    contract::Events uplinkOf(int number) const;

    void setEmpty(); // a new office: nothing but its name

private:
    contract::Response devices(const contract::Request &request) const;
    std::vector<WebhookRecord> webhooks(const QString &result) const;
    void answerLists(FakeTransport &transport);

    std::map<DevEui, DeviceStatus> m_statuses; // what was set
    int m_devices;
    int m_communities = 6;
    int m_unregistered = 3;
    Timestamp m_now;
};

} // namespace datakubo::test
