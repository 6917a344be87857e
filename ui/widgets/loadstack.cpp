#include "ui/widgets/loadstack.h"

#include "ui/client/sentences.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

LoadStack::LoadStack(QWidget *content, const QString &objectName, QWidget *parent)
    : QStackedWidget(parent), m_content(content), m_loading(new QWidget)
{
    setObjectName(objectName);
    m_empty = new EmptyState(objectName + u"Empty"_s);
    m_failed = new EmptyState(objectName + u"Failed"_s);
    m_failed->setAction(tr("Retry"));
    auto *layout = new QVBoxLayout(m_loading);
    layout->addWidget(label(tr("Loading…"), u"muted"_s), 0, Qt::AlignCenter);
    for (QWidget *page :
         {m_content, m_loading, static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_failed)})
        addWidget(page);
    setCurrentWidget(m_loading);
    connect(m_failed, &EmptyState::acted, this, &LoadStack::retryWanted);
}

void LoadStack::showLoading()
{
    if (!hasContent())
        setCurrentWidget(m_loading);
}

void LoadStack::showContent()
{
    setCurrentWidget(m_content);
}

void LoadStack::showEmpty()
{
    setCurrentWidget(m_empty);
}

void LoadStack::showError(const Error &error)
{
    if (isOffline(error)) {
        m_failed->setContent(u"offline"_s, tr("No connection"), sentence(error));
    } else {
        m_failed->setContent(u"warning"_s, tr("This could not be loaded"), sentence(error));
    }
    setCurrentWidget(m_failed);
}

} // namespace datakubo::ui
