#pragma once
#include "backend/contract/message.h"
#include "backend/domain/consumptionreport.h"
#include "backend/domain/result.h"
#include "ui/client/consumptionqueries.h"
#include "ui/models/figuremodels.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class ApiClient;
class FigureOrigin;
class FigureParts;
class Format;
class LoadStack;
class SaveSheetButton;
class Table;

// What a figure is made of: the meters, each for its time in the span, and of each the readings up
// to those just before and after, with how they make the figure. One meter alone is shown at once.
// Readings are added and excluded here. Deletes itself when closed.
class ReadingsDialog : public QDialog
{
    Q_OBJECT

public:
    struct Span {
        Timestamp from;
        Timestamp to;
    };

    ReadingsDialog(ApiClient &client, const Format &format, const ConsumptionSubject &subject,
                   Span span, QWidget *parent);

Q_SIGNALS:
    void changed(); // a reading was added, excluded or taken back

private:
    QWidget *makeReadings();
    void reload();
    void take(ConsumptionReport report);
    void showMeters();
    void showPart(const ConsumptionPart &part);
    void showWithoutFigure();
    void loadReadings();
    ReadingsQuery query() const;
    void load(const QString &cursor);
    void take(contract::Page<Reading> page, bool isFirst);
    void updateActions();
    void exclude();
    void takeBack();
    void add();
    std::optional<Reading> chosen() const;

    ApiClient &m_client;
    const Format &m_format;
    ConsumptionSubject m_subject;
    Span m_span;
    DevEui m_eui;
    std::optional<ConsumptionPart> m_part; // whose readings are shown; empty: nothing was read
    ReadingListModel m_readings;
    QString m_nextCursor;
    int m_asked = 0; // late answers to an earlier question are dropped

    QLabel *m_title;
    QLabel *m_second;
    FigureParts *m_parts;
    FigureOrigin *m_origin;
    QStackedWidget *m_pages;
    LoadStack *m_readingStack;
    Table *m_table;
    QLabel *m_error;
    QPushButton *m_back;
    QPushButton *m_exclude;
    QPushButton *m_takeBack;
    QPushButton *m_add;
    QPushButton *m_older;
    SaveSheetButton *m_save;
};

} // namespace datakubo::ui
