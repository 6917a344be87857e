#pragma once
#include "backend/domain/device.h"
#include "ui/dialogs/formdialog.h"
#include "ui/models/listmodels.h"

class QCheckBox;

namespace datakubo::ui {

class ApiClient;
class Format;
class MomentField;
class SearchField;
class Table;
class VolumeField;

// A resident moves out, the next one moves in or nobody yet; with the register of that day.
class HandoverDialog : public FormDialog
{
    Q_OBJECT

public:
    HandoverDialog(ApiClient &client, const Format &format, const Device &device, QWidget *parent);

Q_SIGNALS:
    void handedOver(const datakubo::Device &device);

protected:
    void submit() override;

private:
    void search(const QString &text);
    void updateReady();
    QString chosenResident() const; // UUID

    ApiClient &m_client;
    const Format &m_format;
    Device m_device;
    ResidentsModel m_model;
    MomentField *m_at;
    VolumeField *m_reading;
    SearchField *m_search;
    Table *m_table;
    QCheckBox *m_empty;
    QString m_searched; // what the newest search asked for
};

} // namespace datakubo::ui
