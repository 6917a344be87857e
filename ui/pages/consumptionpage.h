#pragma once
#include "ui/charts/chartexport.h"
#include "ui/client/apiclient.h"
#include "ui/models/consumptionmodels.h"
#include "ui/pages/consumptionfigures.h"
#include "ui/pages/page.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class CommunityList;
class ConsumptionChart;
class LoadStack;
class RangePicker;
class SegmentedControl;
class SubjectPicker;
class Table;

// Who used how much water when: figures, chart and table of a community, a resident or a meter, and
// the way to the readings behind each of them.
class ConsumptionPage : public Page
{
    Q_OBJECT

public:
    ConsumptionPage(ApiClient &client, const Format &format, const CommunityList &communities,
                    QWidget *parent = nullptr);

    void refresh() override;
    void setCommunity(const QString &uuid) override;
    // Shown when the page is next refreshed.
    void chooseSubject(const ConsumptionSubject &subject);

    // Writes what is on the screen; empty when it was written, else why not.
    QString save(ChartFile kind, const QString &path) const;

private:
    // The answers one look at a range needs.
    struct Answers {
        std::optional<ConsumptionReport> report;
        // Neither is needed to show the report.
        std::optional<ConsumptionReport> lastYear;
        std::optional<Balance> balance; // of a community
        int waiting = 0;
        bool hasFailed = false;
    };

    void makeActions();
    QWidget *makeContent();
    QWidget *makeTables();
    enum class Load { Visibly, Quietly }; // quietly: what is there stays until the new is
    void load(Load how);
    void chooseInterval();
    void refreshSoon(const contract::Events &events);
    bool isBeingRead() const;
    void ask(const ConsumptionQuery &query, std::optional<ConsumptionReport> Answers::*place,
             bool isNeeded);
    void arrived();
    void fail(const Error &error);
    void display();
    void displayTable();
    void updateSubtitle();
    QDate today() const; // where the organization is
    Interval interval() const;
    QString fileName() const; // without suffix
    void saveValues(bool isWorkbook);
    void chooseFile(ChartFile kind);
    void openReadings(ConsumptionFigures::Span span);
    void openReadings(Timestamp from, Timestamp to);

    ApiClient &m_client;
    const Format &m_format;
    SubjectPicker *m_subject;
    SegmentedControl *m_interval;
    RangePicker *m_range;
    QPushButton *m_export;
    LoadStack *m_stack;
    ConsumptionFigures *m_figures;
    ConsumptionChart *m_chart;
    QStackedWidget *m_tables;
    ConsumptionModel m_items;
    MeterVolumesModel m_meters;
    Answers m_answers;
    QTimer m_refreshSoon{this};
    Load m_load = Load::Visibly;
    QLabel *m_more = nullptr;
    int m_asked = 0; // late answers of an earlier look are dropped
};

} // namespace datakubo::ui
