#pragma once
#include "backend/domain/community.h"
#include "backend/domain/resident.h"
#include "ui/client/apiclient.h"
#include "ui/dialogs/formdialog.h"

namespace datakubo::ui {

// Says what a deletion does and asks once more; what the server says against it is shown here.
class DeleteDialog : public FormDialog
{
    Q_OBJECT

public:
    using Call = std::function<void(QObject *context, Answer<void> done)>;

    static DeleteDialog *of(ApiClient &client, const Community &community, QWidget *parent);
    static DeleteDialog *of(ApiClient &client, const Resident &resident, QWidget *parent);

Q_SIGNALS:
    void deleted();

protected:
    void submit() override;

private:
    DeleteDialog(const QString &name, const QString &whatHappens, Call call, QWidget *parent);

    Call m_call;
};

} // namespace datakubo::ui
