#pragma once
#include "backend/domain/device.h"
#include "ui/models/listmodels.h"
#include "ui/models/readingmodels.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class ApiClient;
class Chip;
class ConsumptionChart;
class Format;
class LoadStack;

// One device: its facts, what it used day by day, its last readings, who had it. Follows the events
// while it is shown.
class DeviceDetail : public QFrame
{
    Q_OBJECT

public:
    DeviceDetail(ApiClient &client, const Format &format, QWidget *parent = nullptr);

    void showDevice(const Device &device);
    void showNothing();
    std::optional<Device> device() const { return m_device; }

Q_SIGNALS:
    void assignWanted(const datakubo::Device &device);
    void consumptionWanted(const datakubo::Device &device);
    void deviceWanted(datakubo::DevEui eui); // the one that took its place
    void changed();
    void noticed(const QString &sentence);

private:
    QWidget *makeHead();
    QWidget *makeFacts();
    QWidget *makeChart();
    QWidget *makeTabs();
    enum class Fact { Name, Figure };
    QLabel *addFact(class QGridLayout &grid, int row, int column, const QString &title,
                    const QString &objectName, Fact kind = Fact::Name);
    void display();
    void loadConsumption();
    void loadReadings();
    void loadAssignments();
    void toggleMaintenance();
    void setPrincipal(bool isPrincipal);
    void openSwap();
    void openHandover();
    void openReadings(Timestamp from, Timestamp to);
    void applyEvents(const contract::Events &events);

    ApiClient &m_client;
    const Format &m_format;
    std::optional<Device> m_device;
    ReadingsModel m_readings;
    AssignmentsModel m_assignments;

    QStackedWidget *m_pages;
    QLabel *m_name;
    QLabel *m_eui;
    Chip *m_status;
    QLabel *m_resident;
    QLabel *m_unit;
    QLabel *m_register;
    QLabel *m_lastSeen;
    QLabel *m_battery;
    QLabel *m_signal;
    QLabel *m_serial;
    QLabel *m_location;
    QPushButton *m_maintenance;
    QAction *m_principal;
    ConsumptionChart *m_chart;
    LoadStack *m_readingStack;
    LoadStack *m_assignmentStack;
};

} // namespace datakubo::ui
