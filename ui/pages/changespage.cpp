#include "ui/pages/changespage.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

ChangesPage::ChangesPage(ApiClient &client, const Format &format, QWidget *parent)
    : Page(tr("Changes"), u"changesPage"_s, parent), m_client(client), m_model(format)
{
    setSubtitle(tr("Who changed what, the newest first"));
    auto *save = new SaveSheetButton(client, u"exportChanges"_s);
    save->addList({}, [] {
        return SheetToSave{ListQuery{ListQuery::Kind::Changes, {}, {}}, tr("Changes")};
    });
    connect(save, &SaveSheetButton::noticed, this, &Page::noticed);
    actions().addWidget(save);
    auto *table = new Table(tr("Changes"), u"changesTable"_s);
    table->display(m_model, {120, 170, 170, 150, 0});
    m_older = button(tr("Show older"), u"olderChanges"_s);
    m_older->hide();
    connect(m_older, &QPushButton::clicked, this, [this] {
        m_older->setEnabled(false);
        load(m_nextCursor);
    });
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins({});
    inner->setSpacing(6);
    inner->addWidget(table, 1);
    inner->addWidget(m_older, 0, Qt::AlignHCenter);
    m_stack = new LoadStack(content, u"changesStack"_s);
    m_stack->empty().setContent(u"changes"_s, tr("Nothing was changed yet"),
                                tr("What people and programs change appears here."));
    auto *frame = panel();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 6);
    layout->addWidget(m_stack);
    body().addWidget(frame, 1);
    connect(m_stack, &LoadStack::retryWanted, this, &ChangesPage::refresh);
}

void ChangesPage::refresh()
{
    ++m_asked;
    m_stack->showLoading();
    load({});
}

void ChangesPage::load(const QString &cursor)
{
    m_client.audit(cursor, this,
                   [this, isFirst = cursor.isEmpty(),
                    asked = m_asked](Result<contract::Page<AuditEntry>> page) {
                       m_older->setEnabled(true);
                       if (asked != m_asked)
                           return;
                       if (!page) {
                           if (isFirst)
                               m_stack->showError(page.error());
                           else
                               Q_EMIT noticed(sentence(page.error()));
                           return;
                       }
                       m_nextCursor = page->pagination.nextCursor;
                       if (isFirst)
                           m_model.setRows(std::move(page->items));
                       else
                           m_model.addRows(std::move(page->items));
                       m_older->setVisible(!m_nextCursor.isEmpty());
                       if (m_model.rowCount() == 0)
                           m_stack->showEmpty();
                       else
                           m_stack->showContent();
                   });
}

} // namespace datakubo::ui
