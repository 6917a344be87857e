#pragma once
#include "backend/domain/reading.h"
#include "ui/dialogs/formdialog.h"

namespace datakubo::ui {

class ApiClient;
class Format;
class MomentField;
class VolumeField;

// What somebody read off the meter.
class ManualReadingDialog : public FormDialog
{
    Q_OBJECT

public:
    ManualReadingDialog(ApiClient &client, const Format &format, DevEui eui, QWidget *parent);

Q_SIGNALS:
    void added(const datakubo::Reading &reading);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    DevEui m_eui;
    MomentField *m_at;
    VolumeField *m_volume;
    QLineEdit *m_note;
};

// Takes a reading out of the calculation; it stays in the list, struck through.
class ExcludeDialog : public FormDialog
{
    Q_OBJECT

public:
    // `what`: the reading as a person knows it, "431.200 m³ on 3 Nov 14:02".
    ExcludeDialog(ApiClient &client, const QString &readingUuid, const QString &what,
                  QWidget *parent);

Q_SIGNALS:
    void excluded(const datakubo::Reading &reading);

protected:
    void submit() override;

private:
    ApiClient &m_client;
    QString m_reading;
    QLineEdit *m_reason;
};

} // namespace datakubo::ui
