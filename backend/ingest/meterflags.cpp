#include "backend/ingest/jsonread.h"
#include "backend/ingest/meterfields.h"

#include <QJsonArray>
#include <QVarLengthArray>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ingest {

namespace {

struct Name
{
    QLatin1StringView text;
    MeterFlag flag;
};

// Names as plain() leaves them.
constexpr std::array names{
    Name{"leak"_L1, MeterFlag::Leak},
    Name{"leakage"_L1, MeterFlag::Leak},
    Name{"waterleak"_L1, MeterFlag::Leak},
    Name{"waterleakage"_L1, MeterFlag::Leak},
    Name{"burst"_L1, MeterFlag::Burst},
    Name{"pipeburst"_L1, MeterFlag::Burst},
    Name{"reverse"_L1, MeterFlag::ReverseFlow},
    Name{"reverseflow"_L1, MeterFlag::ReverseFlow},
    Name{"backflow"_L1, MeterFlag::ReverseFlow},
    Name{"tamper"_L1, MeterFlag::Tamper},
    Name{"tampering"_L1, MeterFlag::Tamper},
    Name{"removal"_L1, MeterFlag::Tamper},
    Name{"magnetic"_L1, MeterFlag::Tamper},
    Name{"magnet"_L1, MeterFlag::Tamper},
    Name{"magnetictamper"_L1, MeterFlag::Tamper},
    Name{"magneticfraud"_L1, MeterFlag::Tamper},
    Name{"fraud"_L1, MeterFlag::Tamper},
    Name{"sensorfraud"_L1, MeterFlag::Tamper},
    Name{"wronginstallation"_L1, MeterFlag::Tamper},
    Name{"coilmanipulation"_L1, MeterFlag::Tamper},
    Name{"lowbattery"_L1, MeterFlag::BatteryLow},
    Name{"batterylow"_L1, MeterFlag::BatteryLow},
    Name{"batteryendoflife"_L1, MeterFlag::BatteryLow},
    Name{"powerlow"_L1, MeterFlag::BatteryLow},
};

constexpr std::array affixes{"alarm"_L1, "status"_L1, "detected"_L1, "detection"_L1, "flag"_L1};

constexpr qsizetype longestName = 40;
using Plain = QVarLengthArray<char, longestName>;

// "alarm_reverse_flow", "reverseFlowAlarm" and "Reverse Flow" all become "reverseflow".
Plain plain(QStringView name)
{
    Plain letters;
    if (name.size() > longestName)
        return letters;
    for (const QChar c : name) {
        const char16_t u = c.unicode();
        if (u >= u'A' && u <= u'Z')
            letters.append(static_cast<char>(u - u'A' + u'a'));
        else if ((u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9'))
            letters.append(static_cast<char>(u));
    }
    return letters;
}

std::optional<MeterFlag> flagNamed(QStringView name)
{
    const Plain letters = plain(name);
    QLatin1StringView word(letters.constData(), letters.size());
    for (const QLatin1StringView affix : affixes) {
        if (word.size() > affix.size() && word.startsWith(affix))
            word = word.mid(affix.size());
        if (word.size() > affix.size() && word.endsWith(affix))
            word = word.chopped(affix.size());
    }
    for (const Name &candidate : names) {
        if (word == candidate.text)
            return candidate.flag;
    }
    return std::nullopt;
}

class Flags
{
public:
    void add(const std::optional<MeterFlag> &flag)
    {
        if (flag)
            m_set |= 1U << static_cast<unsigned>(*flag);
    }

    std::vector<MeterFlag> list() const
    {
        std::vector<MeterFlag> flags;
        for (const MeterFlag flag : {MeterFlag::Leak, MeterFlag::Burst, MeterFlag::ReverseFlow,
                                     MeterFlag::Tamper, MeterFlag::BatteryLow}) {
            if (m_set & 1U << static_cast<unsigned>(flag))
                flags.push_back(flag);
        }
        return flags;
    }

private:
    unsigned m_set = 0;
};

void addTruths(Flags &flags, const QJsonObject &object)
{
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (isTrue(it.value()))
            flags.add(flagNamed(it.key()));
    }
}

// Words in a list: ["Leak", "Power low"].
void addWords(Flags &flags, const QJsonArray &words)
{
    for (const QJsonValue &word : words)
        flags.add(flagNamed(word.toString()));
}

void addGroup(Flags &flags, const QJsonValue &group)
{
    if (group.isObject())
        addTruths(flags, group.toObject());
    else if (group.isArray())
        addWords(flags, group.toArray());
}

// Kamstrup: [{"Type": "Leak", "Value": true}, …].
void addKamstrup(Flags &flags, const QJsonValue &values)
{
    if (!values.isArray())
        return;
    for (const QJsonValue &value : values.toArray()) {
        const QJsonObject entry = value.toObject();
        if (isTrue(entry.value("Value"_L1)))
            flags.add(flagNamed(entry.value("Type"_L1).toString()));
    }
}

// B METERS. 0 would mean "magnetic", but a meter without any alarm sends it too.
void addBMeters(Flags &flags, const QJsonObject &decoded)
{
    if (!decoded.contains("valueCounter"_L1))
        return;
    switch (wholeOf(decoded.value("alarm"_L1), 0, 5).value_or(0)) {
    case 1:
    case 2: flags.add(MeterFlag::Tamper); break;
    case 3: flags.add(MeterFlag::Leak); break;
    case 4: flags.add(MeterFlag::ReverseFlow); break;
    case 5: flags.add(MeterFlag::BatteryLow); break;
    default: break;
    }
}

void addAxiomaAlarmPacket(Flags &flags, unsigned status)
{
    if (status & 0x01U)
        flags.add(MeterFlag::Leak);
    if (status & 0x02U)
        flags.add(MeterFlag::Burst);
    if (status & 0x08U)
        flags.add(MeterFlag::Tamper);
    if (status & 0x20U)
        flags.add(MeterFlag::ReverseFlow);
}

// The bit of a leak is also a part of the patterns for backflow and burst.
void addAxiomaPeriodic(Flags &flags, unsigned status)
{
    if (status & 0x04U)
        flags.add(MeterFlag::BatteryLow);
    const bool backflow = (status & 0x60U) == 0x60U;
    const bool burst = (status & 0xA0U) == 0xA0U;
    if (backflow)
        flags.add(MeterFlag::ReverseFlow);
    if (burst)
        flags.add(MeterFlag::Burst);
    if (!backflow && !burst && (status & 0x20U))
        flags.add(MeterFlag::Leak);
}

void addAxioma(Flags &flags, const QJsonObject &decoded, int port)
{
    QJsonValue code = decoded.value("status_code"_L1);
    if (code.isUndefined())
        code = decoded.value("StatusCode"_L1);
    const auto status = wholeOf(code, 0, 255);
    if (!status)
        return;
    constexpr int alarmPort = 103;
    if (port == alarmPort)
        addAxiomaAlarmPacket(flags, static_cast<unsigned>(*status));
    else if (decoded.contains("current_volume"_L1) || decoded.contains("CurrentVolume"_L1))
        addAxiomaPeriodic(flags, static_cast<unsigned>(*status));
}

// Quandify's leak_status: NoLeak, Medium, Large, N/A.
void addQuandify(Flags &flags, const QJsonObject &decoded)
{
    const QJsonValue status = decoded.value("leak_status"_L1);
    if (!status.isString())
        return;
    const QString word = status.toString();
    if (word == "Medium"_L1 || word == "Large"_L1)
        flags.add(MeterFlag::Leak);
}

} // namespace

std::vector<MeterFlag> flagsOf(const QJsonObject &decoded, int port)
{
    Flags flags;
    addTruths(flags, decoded);
    addGroup(flags, decoded.value("alarms"_L1));
    addGroup(flags, decoded.value("messages"_L1));
    addKamstrup(flags, decoded.value("values"_L1));
    addBMeters(flags, decoded);
    addAxioma(flags, decoded, port);
    addQuandify(flags, decoded);
    return flags.list();
}

} // namespace datakubo::ingest
