#pragma once
#include "backend/domain/device.h"
#include "ui/dialogs/formdialog.h"

class QCheckBox;
class QComboBox;

namespace datakubo::ui {

class ApiClient;
class CommunityList;

// What is wrong with an EUI while it is typed: said at once, and as long as it is only too short,
// as a count and not as a reproach.
struct EuiCheck {
    enum class State { Empty, Incomplete, Wrong, Good };

    State state = State::Empty;
    QString sentence;
    std::optional<DevEui> eui;

    // Spaces, colons and dashes between digits, as labels print them, are overlooked.
    static EuiCheck of(const QString &typed);
};

// Registers one meter.
class RegisterDialog : public FormDialog
{
    Q_OBJECT

public:
    RegisterDialog(ApiClient &client, const CommunityList &communities,
                   const QString &communityUuid, QWidget *parent);
    ~RegisterDialog() override;

    void setDevice(DevEui eui, const QString &name); // one that was registered before

Q_SIGNALS:
    void registered(const datakubo::Device &device);

protected:
    void submit() override;

private:
    void checkEui();
    void updateReady();

    ApiClient &m_client;
    QLineEdit *m_eui;
    QLineEdit *m_name;
    QComboBox *m_type;
    QComboBox *m_community;
    QLineEdit *m_parent;
    QLineEdit *m_serial;
    QLineEdit *m_location;
    QCheckBox *m_principal;
    QLabel *m_euiHint;
};

} // namespace datakubo::ui
