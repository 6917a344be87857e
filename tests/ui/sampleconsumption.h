#pragma once
#include "backend/contract/consumptioncodecs.h"
#include "tests/support/faketransport.h"

namespace datakubo::test {

class SampleOffice;

// Made-up consumption for whatever range is asked for, the same each time: a meter with a gap, an
// estimated value and a glitch; a community with unmetered water; questions; changes.
contract::Response sampleConsumption(const contract::Request &request, bool isDevice);
contract::Response sampleBalance(const contract::Request &request, const SampleOffice &office);
contract::Response sampleReadings(const contract::Request &request);

void answerConsumption(FakeTransport &transport, const SampleOffice &office);

// What GET /attention answers: a register that fell, and one that leapt.
std::vector<AttentionItem> sampleQuestions(const SampleOffice &office);

} // namespace datakubo::test
