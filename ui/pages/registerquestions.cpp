#include "ui/pages/registerquestions.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/readingdialogs.h"
#include "ui/dialogs/swapdialog.h"
#include "ui/format.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

// What the register says was used, where it may be right: a rise, or its largest value passed.
std::optional<Volume> usedWhenRight(const RegisterMark &mark)
{
    if (!mark.before)
        return std::nullopt;
    if (mark.kind == RegisterMarkKind::Leap)
        return mark.value - *mark.before;
    return possibleRollOver(*mark.before, mark.value);
}

} // namespace

QString questionText(const RegisterMark &mark, const Format &format)
{
    const QString day = QLocale().toString(format.local(mark.at).date(), u"d\u00a0MMM"_s);
    const QString before = mark.before ? format.volume(*mark.before) : Format::none();
    const QString value = format.volume(mark.value);
    switch (mark.kind) {
    case RegisterMarkKind::Dropped:
        return RegisterQuestions::tr("Register fell from %1 to %2 m³ on %3 and stays low.")
            .arg(before, value, day);
    case RegisterMarkKind::Restart:
        return RegisterQuestions::tr("Register began again at zero on %3: %1, then %2 m³.")
            .arg(before, value, day);
    case RegisterMarkKind::Leap:
        return RegisterQuestions::tr("Register leapt from %1 to %2 m³ on %3 and stays there.")
            .arg(before, value, day);
    case RegisterMarkKind::RollOver:
        return RegisterQuestions::tr("Register passed its largest value on %3: %1, then %2 m³.")
            .arg(before, value, day);
    case RegisterMarkKind::RetiredDevice:
        return RegisterQuestions::tr("Retired, and it still sends: %1 m³ on %2.").arg(value, day);
    default: break;
    }
    return RegisterQuestions::tr("Register showed %2 m³ on %3 after %1.").arg(before, value, day);
}

RegisterQuestions::RegisterQuestions(ApiClient &client, const Format &format, QWidget *parent)
    : QWidget(parent), m_client(client), m_format(format), m_lines(new QVBoxLayout(this))
{
    setObjectName(u"registerQuestions"_s);
    setAccessibleName(tr("Questions about registers"));
    m_lines->setContentsMargins({});
    m_lines->setSpacing(0);
}

void RegisterQuestions::setCommunity(const QString &uuid)
{
    if (m_community == uuid)
        return;
    m_community = uuid;
    refresh();
}

void RegisterQuestions::refresh()
{
    const int asked = ++m_asked;
    m_client.attention(m_community, this,
                       [this, asked](Result<contract::Page<AttentionItem>> page) {
                           // What is shown stays while a later refresh fails.
                           if (asked != m_asked || !page)
                               return;
                           m_items = std::move(page->items);
                           m_total = static_cast<int>(page->pagination.total);
                           display();
                           Q_EMIT loaded();
                       });
}

void RegisterQuestions::display()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was just clicked
        }
        delete item;
    }
    for (size_t i = 0; i < m_items.size(); ++i) {
        m_lines->addWidget(rule());
        m_lines->addWidget(makeQuestion(m_items[i], static_cast<int>(i)));
    }
    const auto shown = static_cast<int>(m_items.size());
    if (m_total <= shown)
        return;
    auto *others = label(tr("These are the first %1 of %2. The next ones appear here as these are "
                            "settled.")
                             .arg(m_format.count(shown), m_format.count(m_total)),
                         u"small"_s);
    others->setObjectName(u"questionsNotShown"_s);
    others->setWordWrap(true);
    others->setContentsMargins(0, 9, 0, 9);
    m_lines->addWidget(rule());
    m_lines->addWidget(others);
}

QWidget *RegisterQuestions::makeQuestion(const AttentionItem &item, int number)
{
    auto *question = new QWidget;
    auto *mark = new Chip;
    const bool isRetired = item.mark.kind == RegisterMarkKind::RetiredDevice;
    mark->setContent(isRetired ? tr("Retired") : tr("Register"), Tone::Warning);
    auto *head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(mark);
    if (isRetired) { // the list of devices has only those in use
        head->addWidget(label(item.deviceName));
    } else {
        auto *device = button(item.deviceName, u"questionDevice%1"_s.arg(number), u"link"_s);
        device->setAccessibleName(tr("Show: %1").arg(item.deviceName));
        connect(device, &QPushButton::clicked, this,
                [this, item] { Q_EMIT deviceWanted(item.eui); });
        head->addWidget(device);
    }
    head->addStretch();
    auto *what = label(questionText(item.mark, m_format));
    what->setObjectName(u"questionText%1"_s.arg(number));
    what->setWordWrap(true);

    auto *layout = new QVBoxLayout(question);
    layout->setContentsMargins(0, 9, 0, 9);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(what);
    layout->addLayout(makeAnswers(item, number));
    return question;
}

QVBoxLayout *RegisterQuestions::makeAnswers(const AttentionItem &item, int number)
{
    auto *answers = new QVBoxLayout;
    answers->setSpacing(0);
    const auto add = [&](const QString &text, const QString &name, const QString &hint,
                         std::function<void()> act) {
        auto *made = button(text, name + QString::number(number), u"answer"_s);
        made->setAccessibleName(u"%1: %2"_s.arg(item.deviceName, text));
        made->setToolTip(hint);
        connect(made, &QPushButton::clicked, this, std::move(act));
        answers->addWidget(made, 0, Qt::AlignLeft);
    };
    if (item.mark.kind == RegisterMarkKind::RetiredDevice) {
        add(tr("Register again…"), u"answerRegister"_s, tr("It comes back with its history"),
            [this, item] { Q_EMIT registerAgainWanted(item); });
        return answers;
    }
    add(tr("Meter was replaced…"), u"answerSwap"_s,
        tr("Another meter was built in: consumption reads on through it"),
        [this, item] { openSwap(item); });
    if (item.mark.kind == RegisterMarkKind::Dropped || item.mark.kind == RegisterMarkKind::Restart)
        add(tr("Restarted at zero"), u"answerFromZero"_s,
            tr("What the register shows now was used since"),
            [this, item] { answer(item, RegisterAnswer::FromZero); });
    if (const auto used = usedWhenRight(item.mark))
        add(tr("The register is right"), u"answerAsRead"_s,
            tr("%1 were used").arg(m_format.volumeWithUnit(*used)),
            [this, item] { answer(item, RegisterAnswer::AsRead); });
    add(tr("No water was used in this step"), u"answerAnew"_s,
        tr("The register goes on from the new value, and the step is not counted"),
        [this, item] { answer(item, RegisterAnswer::Anew); });
    add(tr("Wrong reading…"), u"answerExclude"_s, tr("The value is left out of every calculation"),
        [this, item] { openExclude(item); });
    return answers;
}

void RegisterQuestions::openSwap(const AttentionItem &item)
{
    auto *dialog = new SwapDialog(m_client, m_format, item.eui, item.deviceName,
                                  {item.mark.before, item.mark.value, item.mark.at}, window());
    connect(dialog, &SwapDialog::replaced, this, [this, item] {
        refresh();
        Q_EMIT answered(tr("%1 is replaced.").arg(item.deviceName));
    });
    dialog->open();
}

void RegisterQuestions::openExclude(const AttentionItem &item)
{
    const QString what = tr("%1 of %2")
                             .arg(m_format.volumeWithUnit(item.mark.value),
                                  m_format.moment(item.mark.at, Format::now()));
    auto *dialog = new ExcludeDialog(m_client, ReadingKey{item.mark.device, item.mark.at}.uuid(),
                                     what, window());
    connect(dialog, &ExcludeDialog::excluded, this, [this, item] {
        refresh();
        Q_EMIT answered(tr("A reading of %1 is excluded.").arg(item.deviceName));
    });
    dialog->open();
}

void RegisterQuestions::answer(const AttentionItem &item, RegisterAnswer given)
{
    ReadingChange change;
    change.answer = given;
    setEnabled(false); // one answer at a time
    m_client.changeReading(ReadingKey{item.mark.device, item.mark.at}.uuid(), change, this,
                           [this, item](const Result<Reading> &reading) {
                               setEnabled(true);
                               if (!reading) {
                                   Q_EMIT answered(sentence(reading.error()));
                                   return;
                               }
                               refresh();
                               Q_EMIT answered(
                                   tr("The register of %1 is settled.").arg(item.deviceName));
                           });
}

} // namespace datakubo::ui
