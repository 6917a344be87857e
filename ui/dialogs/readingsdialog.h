#pragma once
#include "backend/contract/message.h"
#include "ui/models/consumptionmodels.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace datakubo::ui {

class ApiClient;
class Format;
class LoadStack;
class SaveSheetButton;
class Table;

// What a figure is made of: the readings of a meter in a span of time; for a community or a
// resident first its meters. Readings are added and excluded here. Deletes itself when closed.
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
    QWidget *makeMeters();
    QWidget *makeReadings();
    void showMeters();
    void showMeter(DevEui eui, const QString &name);
    ReadingsQuery query() const;
    void load(const QString &cursor);
    void take(contract::Page<Reading> page, bool isFirst);
    void updateActions();
    void exclude();
    void takeBack();
    void add();
    void reload();
    std::optional<Reading> chosen() const;

    ApiClient &m_client;
    const Format &m_format;
    ConsumptionSubject m_subject;
    Span m_span;
    DevEui m_eui;
    MeterVolumesModel m_meters;
    ReadingListModel m_readings;
    QString m_nextCursor;
    int m_asked = 0; // late answers of another meter are dropped

    QLabel *m_title;
    QLabel *m_second;
    QStackedWidget *m_pages;
    LoadStack *m_meterStack;
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
