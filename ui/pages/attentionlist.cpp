#include "ui/pages/attentionlist.h"

#include "ui/format.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

AttentionList::AttentionList(const Format &format, QWidget *parent)
    : QFrame(parent),
      m_format(format),
      m_lines(new QVBoxLayout),
      m_nothing(label(tr("Nothing. Every meter is heard."), u"muted"_s))
{
    setObjectName(u"needsAttention"_s);
    setProperty("role", u"panel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 8);
    layout->setSpacing(6);
    layout->addWidget(label(tr("Needs attention"), u"heading"_s));
    m_lines->setSpacing(0);
    layout->addLayout(m_lines);
    layout->addWidget(m_nothing);
    layout->addStretch();
}

void AttentionList::setQuestions(QWidget *questions)
{
    static_cast<QVBoxLayout *>(layout())->insertWidget(2, questions);
}

void AttentionList::setQuestionCount(int count)
{
    m_questions = count;
    updateNothing();
}

void AttentionList::updateNothing()
{
    m_nothing->setVisible(m_things + m_questions == 0);
}

int AttentionList::setCounts(const OverviewCounts &counts)
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was just clicked
        }
        delete item;
    }
    int things = 0;
    if (counts.offline > 0) {
        ++things;
        addLine(u"attentionOffline"_s, tr("Offline"), int(Tone::Bad),
                tr("%n device(s) silent", nullptr, static_cast<int>(counts.offline)),
                tr("not heard for too long"),
                [this] { Q_EMIT devicesWanted(DeviceStatus::Offline); });
    }
    if (counts.webhookLimit && counts.webhooksThisMonth * 10 >= *counts.webhookLimit * 9) {
        ++things;
        addLine(u"attentionLimit"_s, tr("Limit"), int(Tone::Warning),
                tr("%1 of %2 webhooks used")
                    .arg(m_format.count(counts.webhooksThisMonth),
                         m_format.count(*counts.webhookLimit)),
                tr("what is beyond is held, not lost"), {});
    }
    if (counts.unregistered > 0) {
        ++things;
        addLine(u"attentionUnregistered"_s, tr("New"), int(Tone::Good),
                tr("%n unregistered", nullptr, static_cast<int>(counts.unregistered)),
                tr("what they sent is kept"), [this] { Q_EMIT unregisteredWanted(); });
    }
    if (counts.maintenance > 0) {
        ++things;
        addLine(u"attentionMaintenance"_s, tr("Maintenance"), int(Tone::Warning),
                tr("%n in maintenance", nullptr, static_cast<int>(counts.maintenance)),
                tr("until someone ends it"),
                [this] { Q_EMIT devicesWanted(DeviceStatus::Maintenance); });
    }
    m_things = things;
    updateNothing();
    return things + m_questions;
}

void AttentionList::addLine(const QString &objectName, const QString &chip, int tone,
                            const QString &title, const QString &second, std::function<void()> open)
{
    auto *line = new QWidget;
    auto *mark = new Chip;
    mark->setContent(chip, static_cast<Tone>(tone));
    auto *cell = new QWidget;
    cell->setFixedWidth(96);
    auto *cellLayout = new QHBoxLayout(cell);
    cellLayout->setContentsMargins({});
    cellLayout->addWidget(mark, 0, Qt::AlignLeft | Qt::AlignVCenter);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(1);
    auto *what = label(title);
    what->setToolTip(title);
    what->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    texts->addWidget(what);
    auto *detail = label(second, u"small"_s);
    detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    texts->addWidget(detail);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 9, 0, 9);
    layout->setSpacing(8);
    layout->addWidget(cell);
    layout->addLayout(texts, 1);
    if (open) {
        auto *show = button(tr("Show"), objectName, u"link"_s);
        show->setAccessibleName(tr("Show: %1").arg(title));
        connect(show, &QPushButton::clicked, this, open);
        layout->addWidget(show);
    }
    if (m_lines->count() > 0)
        m_lines->addWidget(rule());
    m_lines->addWidget(line);
}

} // namespace datakubo::ui
