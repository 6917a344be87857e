#include "ui/pages/page.h"

#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

Page::Page(const QString &title, const QString &objectName, QWidget *parent)
    : QWidget(parent),
      m_title(label(title, u"title"_s)),
      m_subtitle(label({}, u"small"_s)),
      m_actions(new QHBoxLayout),
      m_body(new QVBoxLayout)
{
    setObjectName(objectName);
    setAccessibleName(title);
    m_title->setObjectName(objectName + u"Title"_s);
    m_subtitle->setObjectName(objectName + u"Subtitle"_s);
    m_subtitle->setWordWrap(true);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    titles->addWidget(m_subtitle);
    m_actions->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addLayout(titles, 1);
    head->addLayout(m_actions);
    m_body->setSpacing(12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 18, 16, 16);
    layout->setSpacing(14);
    layout->addLayout(head);
    layout->addLayout(m_body, 1);
}

void Page::setTitle(const QString &title)
{
    m_title->setText(title);
}

void Page::setSubtitle(const QString &subtitle)
{
    m_subtitle->setText(subtitle);
}

} // namespace datakubo::ui
