#pragma once
#include "backend/domain/community.h"
#include "backend/domain/resident.h"
#include "ui/dialogs/formdialog.h"

#include <optional>

namespace datakubo::ui {

class ApiClient;
class DayField;

// Adds a resident to a community, or changes one: then only what is different is sent.
class ResidentDialog : public FormDialog
{
    Q_OBJECT

public:
    ResidentDialog(ApiClient &client, const Community &community, QWidget *parent);
    ResidentDialog(ApiClient &client, const Resident &resident, QWidget *parent);

Q_SIGNALS:
    void created(const datakubo::Resident &resident);
    void edited(const datakubo::Resident &resident);

protected:
    void submit() override;

private:
    ResidentDialog(ApiClient &client, const QString &title, const QString &primary,
                   QWidget *parent);
    void create();
    void edit();
    DayField *addDay(const QString &text, const QString &field);

    ApiClient &m_client;
    QString m_communityUuid; // of a new one
    std::optional<Resident> m_before;
    QLineEdit *m_name;
    QLineEdit *m_unit;
    QLineEdit *m_email;
    DayField *m_movedIn;
    DayField *m_movedOut;
};

} // namespace datakubo::ui
