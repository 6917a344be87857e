#pragma once
#include "ui/models/devicesmodel.h"
#include "ui/pages/page.h"

class QComboBox;
class QPushButton;
class QSettings;

namespace datakubo::ui {

class CommunityList;
class DeviceDetail;
class LoadStack;
class RegisterDialog;
class SearchField;
class SegmentedControl;
class Table;

// All devices: filter, sort, look at one, register, assign.
class DevicesPage : public Page
{
    Q_OBJECT

public:
    DevicesPage(ApiClient &client, const Format &format, const CommunityList &communities,
                QSettings &settings, QWidget *parent = nullptr);
    ~DevicesPage() override;

    void refresh() override;
    void setCommunity(const QString &uuid) override;
    void search(const QString &text);
    void filterByStatus(std::optional<DeviceStatus> status);
    void showDevice(DevEui eui);
    void openRegisterDialog();
    void registerAgain(DevEui eui, const QString &name, const QString &customerUuid);
    void openImportDialog(SheetTarget::Kind kind); // devices or readings from a sheet

Q_SIGNALS:
    void consumptionWanted(const datakubo::Device &device);

private:
    QWidget *makeFilters();
    QWidget *makeTable();
    void applyFilters();
    void clearFilters();
    bool isFiltered() const;
    RegisterDialog *showRegisterDialog(const QString &communityUuid);
    void openAssignDialog(const Device &device);
    void updateSelection();
    void updateSubtitle();
    void displayTotal(int total);

    ApiClient &m_client;
    const Format &m_format;
    const CommunityList &m_communities;
    QSettings &m_settings;
    DevicesModel m_model;
    SearchField *m_search;
    SegmentedControl *m_status;
    QComboBox *m_community;
    QComboBox *m_assigned;
    Table *m_table;
    LoadStack *m_stack;
    DeviceDetail *m_detail;
    QPushButton *m_assign;
    std::optional<DevEui> m_selected; // kept across a refresh
};

} // namespace datakubo::ui
