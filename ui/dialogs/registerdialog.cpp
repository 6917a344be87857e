#include "ui/dialogs/registerdialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/models/communitylist.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

EuiCheck EuiCheck::of(const QString &typed)
{
    QString digits;
    for (const QChar letter : typed) {
        if (!letter.isSpace() && letter != u':' && letter != u'-')
            digits += letter.toLower();
    }
    if (digits.isEmpty())
        return {};
    for (const QChar digit : digits) {
        if ((digit < u'0' || digit > u'9') && (digit < u'a' || digit > u'f')) {
            return {State::Wrong,
                    RegisterDialog::tr("“%1” is not one of 0 to 9 and a to f.").arg(digit),
                    {}};
        }
    }
    const int length = static_cast<int>(digits.size());
    if (length < 16)
        return {State::Incomplete, RegisterDialog::tr("%1 of 16 digits").arg(length), {}};
    if (length > 16)
        return {
            State::Wrong, RegisterDialog::tr("%n digit(s) too many.", nullptr, length - 16), {}};
    return {State::Good, {}, DevEui::parse(digits)};
}

RegisterDialog::RegisterDialog(ApiClient &client, const CommunityList &communities,
                               const QString &communityUuid, QWidget *parent)
    : FormDialog(tr("Register device"), u"registerDialog"_s, tr("Register"), parent),
      m_client(client),
      m_type(new QComboBox),
      m_community(new QComboBox),
      m_principal(new QCheckBox(tr("Principal meter of the building")))
{
    m_eui = addField(tr("DevEUI"), u"dev_eui"_s, tr("16 digits, as printed on the meter"));
    m_eui->setProperty("role", u"mono"_s);
    m_euiHint = label({}, u"small"_s);
    m_euiHint->setObjectName(u"dev_euiHint"_s);
    m_eui->parentWidget()->layout()->addWidget(m_euiHint);
    m_name = addField(tr("Name"), u"device_name"_s, tr("Water Meter 3B"));
    m_type->setObjectName(u"device_type"_s);
    for (const DeviceType type : {DeviceType::WaterMeter, DeviceType::HotWaterMeter})
        m_type->addItem(wordFor(type), toText(type));
    addRow(tr("Type"), m_type);
    m_community->setObjectName(u"customer_id"_s);
    communities.fill(*m_community, tr("None"));
    m_community->setCurrentIndex(std::max(0, m_community->findData(communityUuid)));
    addRow(tr("Community"), m_community);
    m_parent =
        addField(tr("Parent meter"), u"parent_dev_eui"_s, tr("EUI of the meter before it, if any"));
    m_parent->setProperty("role", u"mono"_s);
    m_principal->setObjectName(u"isPrincipal"_s);
    m_principal->setAccessibleDescription(tr("Measures what all flats use together"));
    m_principal->setToolTip(m_principal->accessibleDescription());
    auto *meaning = label(tr("measures what all flats use together"), u"small"_s);
    auto *principal = new QWidget;
    auto *texts = new QVBoxLayout(principal);
    texts->setContentsMargins({});
    texts->setSpacing(2);
    texts->addWidget(m_principal);
    texts->addWidget(meaning);
    principal->setAccessibleName(m_principal->text());
    addRow({}, principal);
    m_serial = addField(tr("Serial number"), u"serial_number"_s);
    m_location = addField(tr("Location"), u"location"_s, tr("Cellar, riser 2"));

    connect(m_eui, &QLineEdit::textChanged, this, &RegisterDialog::checkEui);
    connect(m_eui, &QLineEdit::editingFinished, this, [this] {
        if (const EuiCheck check = EuiCheck::of(m_eui->text()); check.eui)
            m_eui->setText(check.eui->toString());
    });
    for (QLineEdit *edit : {m_name, m_parent})
        connect(edit, &QLineEdit::textChanged, this, &RegisterDialog::updateReady);
    checkEui();
    m_eui->setFocus();
}

// A field that goes with the focus on it says that editing has finished.
RegisterDialog::~RegisterDialog()
{
    m_eui->disconnect(this);
}

void RegisterDialog::setDevice(DevEui eui, const QString &name)
{
    m_eui->setText(eui.toString());
    m_name->setText(name);
}

void RegisterDialog::checkEui()
{
    const EuiCheck check = EuiCheck::of(m_eui->text());
    const bool wrong = check.state == EuiCheck::State::Wrong;
    setFieldError(u"dev_eui"_s, wrong ? check.sentence : QString());
    switch (check.state) {
    case EuiCheck::State::Good: m_euiHint->setText(u"✓ "_s + check.eui->toString()); break;
    case EuiCheck::State::Incomplete: m_euiHint->setText(check.sentence); break;
    default: m_euiHint->clear();
    }
    m_euiHint->setVisible(!wrong);
    m_euiHint->setProperty("role", check.eui ? u"good"_s : u"small"_s);
    restyle(m_euiHint);
    updateReady();
}

void RegisterDialog::updateReady()
{
    const EuiCheck parent = EuiCheck::of(m_parent->text());
    setFieldError(u"parent_dev_eui"_s,
                  parent.state == EuiCheck::State::Wrong ? parent.sentence : QString());
    const bool isParentWhole = parent.state == EuiCheck::State::Empty || parent.eui;
    setStillNeeded(!EuiCheck::of(m_eui->text()).eui     ? tr("the DevEUI")
                   : m_name->text().trimmed().isEmpty() ? tr("a name")
                   : !isParentWhole                     ? tr("all 16 digits of the parent meter")
                                                        : QString());
}

void RegisterDialog::submit()
{
    const EuiCheck check = EuiCheck::of(m_eui->text());
    if (!check.eui)
        return;
    DeviceDraft draft;
    draft.eui = *check.eui;
    draft.name = m_name->text().trimmed();
    draft.type = parseDeviceType(m_type->currentData().toString()).value_or(DeviceType::WaterMeter);
    draft.customerUuid = m_community->currentData().toString();
    draft.parent = EuiCheck::of(m_parent->text()).eui;
    draft.serialNumber = m_serial->text().trimmed();
    draft.location = m_location->text().trimmed();
    draft.isPrincipal = m_principal->isChecked();
    setBusy(true);
    m_client.registerDevice(draft, this, [this](Result<Device> device) {
        if (!device) {
            Error error = device.error();
            // A duplicate is about the EUI, whether or not the answer names the field.
            if (error.code == ErrorCode::DeviceAlreadyRegistered
                || error.code == ErrorCode::InvalidDeviceId)
                error.details[u"field"] = u"dev_eui"_s;
            // No tick beside what is wrong with the same digits.
            m_euiHint->setVisible(fieldOf(error) != u"dev_eui");
            showError(error);
            return;
        }
        Q_EMIT registered(*device);
        accept();
    });
}

} // namespace datakubo::ui
