#include "ui/dialogs/readingsdialog.h"

#include "ui/client/apiclient.h"
#include "ui/client/sentences.h"
#include "ui/dialogs/figureorigin.h"
#include "ui/dialogs/figureparts.h"
#include "ui/dialogs/readingdialogs.h"
#include "ui/dialogs/savesheet.h"
#include "ui/format.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/loadstack.h"
#include "ui/widgets/rangepicker.h"
#include "ui/widgets/table.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

namespace {

QString spanText(ReadingsDialog::Span span, const Format &format)
{
    const QDateTime from = format.local(span.from);
    const QDateTime to = format.local(span.to);
    const QLocale locale;
    if (from.time() == QTime(0, 0) && to.time() == QTime(0, 0))
        return rangeText({from.date(), to.date()}, locale);
    return locale.toString(from, u"d MMM yyyy HH:mm"_s) + u" – "_s
           + locale.toString(to, from.date() == to.date() ? u"HH:mm"_s : u"d MMM yyyy HH:mm"_s);
}

} // namespace

ReadingsDialog::ReadingsDialog(ApiClient &client, const Format &format,
                               const ConsumptionSubject &subject, Span span, QWidget *parent)
    : QDialog(parent),
      m_client(client),
      m_format(format),
      m_subject(subject),
      m_span(span),
      m_readings(format),
      m_title(label({}, u"title"_s)),
      m_second(label({}, u"small"_s)),
      m_pages(new QStackedWidget),
      m_error(label({}, u"error"_s)),
      m_back(button(tr("All meters"), u"readingsBack"_s))
{
    setObjectName(u"readingsDialog"_s);
    setWindowTitle(tr("Readings"));
    setAccessibleName(tr("Readings"));
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    resize(920, 560);
    m_title->setObjectName(u"readingsTitle"_s);
    m_second->setObjectName(u"readingsSpan"_s);
    m_second->setText(spanText(span, format));
    m_error->setObjectName(u"readingsError"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    m_parts = new FigureParts(format);
    m_pages->addWidget(m_parts);
    m_pages->addWidget(makeReadings());

    auto *close = button(tr("Close"), u"readingsClose"_s);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &ReadingsDialog::showMeters);
    connect(m_parts, &FigureParts::chosen, this, &ReadingsDialog::showPart);
    connect(m_parts, &FigureParts::retryWanted, this, &ReadingsDialog::reload);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    titles->addWidget(m_second);
    auto *head = new QHBoxLayout;
    head->addLayout(titles, 1);
    head->addWidget(m_back, 0, Qt::AlignTop);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (QPushButton *action : {m_exclude, m_takeBack, m_add, m_older})
        buttons->addWidget(action);
    buttons->addStretch();
    buttons->addWidget(m_save);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_error);
    layout->addLayout(buttons);

    showMeters();
    reload();
}

QWidget *ReadingsDialog::makeReadings()
{
    m_table = new Table(tr("Readings"), u"readingList"_s);
    m_table->display(m_readings, {0, 130, 110, 130, 120});
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ReadingsDialog::updateActions);
    m_readingStack = new LoadStack(m_table, u"readingListStack"_s);
    m_readingStack->empty().setContent(u"signal"_s, tr("No reading in this span"),
                                       tr("The meter was not read before and after it either."));
    connect(m_readingStack, &LoadStack::retryWanted, this, &ReadingsDialog::reload);
    m_exclude = button(tr("&Exclude…"), u"excludeReading"_s);
    m_takeBack = button(tr("&Count again"), u"takeBackReading"_s);
    m_add = button(tr("&Add reading…"), u"addReading"_s);
    m_older = button(tr("Show older"), u"olderReadings"_s);
    connect(m_exclude, &QPushButton::clicked, this, &ReadingsDialog::exclude);
    connect(m_takeBack, &QPushButton::clicked, this, &ReadingsDialog::takeBack);
    connect(m_add, &QPushButton::clicked, this, &ReadingsDialog::add);
    connect(m_older, &QPushButton::clicked, this, [this] {
        m_older->setEnabled(false);
        load(m_nextCursor);
    });
    m_save = new SaveSheetButton(m_client, u"exportReadings"_s);
    m_save->addList({}, [this] { return SheetToSave{query(), m_title->text()}; });
    connect(m_save, &SaveSheetButton::noticed, m_second, &QLabel::setText);
    m_origin = new FigureOrigin(m_format);
    auto *frame = panel();
    auto *inner = new QVBoxLayout(frame);
    inner->setContentsMargins(1, 1, 1, 6);
    inner->addWidget(m_readingStack);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_origin);
    layout->addWidget(frame, 1);
    return content;
}

void ReadingsDialog::reload()
{
    const int asked = ++m_asked;
    m_parts->showLoading();
    // One interval for all of it: only the total and its parts are shown.
    ConsumptionQuery query{m_subject, m_span.from.toString(), m_span.to.toString(), Interval::Month,
                           true};
    m_client.consumption(query, this, [this, asked](Result<ConsumptionReport> report) {
        if (asked != m_asked)
            return;
        if (report) {
            take(std::move(*report));
            return;
        }
        showMeters();
        m_parts->showError(report.error());
    });
}

void ReadingsDialog::take(ConsumptionReport report)
{
    m_parts->show(std::move(report));
    const std::vector<ConsumptionPart> &parts = m_parts->parts();
    if (parts.size() == 1)
        return showPart(parts.front());
    if (parts.empty() && m_subject.kind == ConsumptionSubject::Kind::Device)
        return showWithoutFigure();
    if (m_part) { // a reading of it was changed
        const auto same = std::find_if(parts.begin(), parts.end(), [this](const auto &part) {
            return part.eui == m_part->eui && part.closing.at > m_part->opening.at
                   && part.opening.at < m_part->closing.at;
        });
        if (same != parts.end())
            return showPart(*same);
    }
    showMeters();
}

void ReadingsDialog::showMeters()
{
    m_part.reset();
    m_title->setText(tr("Meters of %1").arg(m_subject.name));
    m_second->setText(spanText(m_span, m_format));
    m_pages->setCurrentIndex(0);
    m_error->hide();
    updateActions();
}

void ReadingsDialog::showPart(const ConsumptionPart &part)
{
    m_part = part;
    m_eui = part.eui;
    m_title->setText(tr("Readings of %1").arg(part.name));
    const bool isEarlier = m_subject.kind == ConsumptionSubject::Kind::Device
                           && m_subject.id.compare(part.eui.toString(), Qt::CaseInsensitive) != 0;
    m_second->setText(spanText(m_span, m_format) + u" · "_s
                      + (isEarlier
                             ? tr("meter %1, which stood here before").arg(part.eui.toString())
                             : tr("meter %1").arg(part.eui.toString())));
    m_origin->show(part);
    loadReadings();
}

// The meter was not read around here.
void ReadingsDialog::showWithoutFigure()
{
    m_part.reset();
    m_eui = DevEui::parse(m_subject.id).value_or(DevEui());
    m_title->setText(tr("Readings of %1").arg(m_subject.name));
    m_second->setText(spanText(m_span, m_format));
    m_origin->hide();
    loadReadings();
}

void ReadingsDialog::loadReadings()
{
    ++m_asked;
    m_pages->setCurrentIndex(1);
    m_nextCursor.clear();
    m_readings.setPart(m_part);
    m_readingStack->showLoading();
    updateActions();
    load({});
}

ReadingsQuery ReadingsDialog::query() const
{
    ReadingsQuery query;
    query.eui = m_eui;
    query.from = m_part ? m_part->firstReading() : m_span.from;
    query.to = m_part ? m_part->lastReading() + 1 : m_span.to;
    // An end that is a reading may be one because those beyond it were excluded: they stay in
    // reach.
    if (m_part && m_part->opening.isRead())
        query.from = std::min(m_part->firstReading(), m_span.from);
    if (m_part && m_part->closing.isRead())
        query.to = std::max(m_part->lastReading() + 1, m_span.to);
    return query;
}

void ReadingsDialog::load(const QString &cursor)
{
    ReadingsQuery wanted = query();
    wanted.cursor = cursor;
    m_client.readings(
        wanted, this,
        [this, isFirst = cursor.isEmpty(), asked = m_asked](Result<contract::Page<Reading>> page) {
            if (asked != m_asked)
                return;
            m_older->setEnabled(true);
            if (page)
                take(std::move(*page), isFirst);
            else if (isFirst)
                m_readingStack->showError(page.error());
            else {
                m_error->setText(sentence(page.error()));
                m_error->show();
            }
        });
}

void ReadingsDialog::take(contract::Page<Reading> page, bool isFirst)
{
    m_nextCursor = page.pagination.nextCursor;
    if (isFirst)
        m_readings.setRows(std::move(page.items));
    else
        m_readings.addRows(std::move(page.items));
    if (m_readings.rowCount() == 0)
        m_readingStack->showEmpty();
    else
        m_readingStack->showContent();
    updateActions();
}

std::optional<Reading> ReadingsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_readings.row(rows.first().row()));
}

void ReadingsDialog::updateActions()
{
    const bool isMeter = m_pages->currentIndex() == 1;
    const auto reading = chosen();
    m_back->setVisible(isMeter && m_parts->parts().size() > 1);
    m_exclude->setVisible(isMeter && (!reading || !reading->excluded));
    m_exclude->setEnabled(reading.has_value());
    m_takeBack->setVisible(isMeter && reading && reading->excluded);
    m_add->setVisible(isMeter);
    m_save->setVisible(isMeter);
    m_older->setVisible(isMeter && !m_nextCursor.isEmpty());
}

void ReadingsDialog::exclude()
{
    const auto reading = chosen();
    if (!reading)
        return;
    auto *dialog = new ExcludeDialog(m_client, reading->uuid(),
                                     tr("%1 of %2")
                                         .arg(m_format.volumeWithUnit(reading->volume),
                                              m_format.moment(reading->recordedAt, Format::now())),
                                     this);
    connect(dialog, &ExcludeDialog::excluded, this, [this] {
        reload();
        Q_EMIT changed();
    });
    dialog->open();
}

void ReadingsDialog::takeBack()
{
    const auto reading = chosen();
    if (!reading)
        return;
    ReadingChange change;
    change.excluded = false;
    m_error->hide();
    m_takeBack->setEnabled(false);
    m_client.changeReading(reading->uuid(), change, this, [this](const Result<Reading> &answer) {
        m_takeBack->setEnabled(true);
        if (!answer) {
            m_error->setText(sentence(answer.error()));
            m_error->show();
            return;
        }
        reload();
        Q_EMIT changed();
    });
}

void ReadingsDialog::add()
{
    auto *dialog = new ManualReadingDialog(m_client, m_format, m_eui, this);
    connect(dialog, &ManualReadingDialog::added, this, [this] {
        reload();
        Q_EMIT changed();
    });
    dialog->open();
}

} // namespace datakubo::ui
