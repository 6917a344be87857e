#include "ui/dialogs/formdialog.h"

#include "ui/client/sentences.h"
#include "ui/widgets/labels.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

FormDialog::FormDialog(const QString &title, const QString &objectName, const QString &primary,
                       QWidget *parent)
    : QDialog(parent),
      m_content(new QVBoxLayout),
      m_form(new QFormLayout),
      m_error(label({}, u"error"_s)),
      m_missing(label({}, u"small"_s)),
      m_cancel(button(tr("Cancel"), objectName + u"Cancel"_s)),
      m_primary(button(primary, objectName + u"Primary"_s, u"primary"_s))
{
    setObjectName(objectName);
    setWindowTitle(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setMinimumWidth(460);

    m_error->setObjectName(objectName + u"Error"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(10);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_content->setSpacing(12);

    m_missing->setObjectName(objectName + u"Missing"_s);
    m_missing->setWordWrap(true);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_primary->setDefault(true);
    connect(m_primary, &QPushButton::clicked, this, [this] {
        clearErrors();
        submit();
    });
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_missing, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_primary);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(14);
    layout->addWidget(label(title, u"title"_s));
    layout->addLayout(m_content, 1);
    m_content->addLayout(m_form);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
}

QLabel *FormDialog::addExplanation(const QString &text, const QString &objectName)
{
    auto *made = label(text, u"muted"_s);
    made->setObjectName(objectName);
    made->setWordWrap(true);
    // A layout does not ask a wrapped text how high it is when it sets the least size of a window,
    // and the fields would be squeezed instead.
    made->ensurePolished();
    made->setMinimumHeight(made->heightForWidth(minimumWidth() - 40));
    m_content->insertWidget(0, made);
    return made;
}

QLineEdit *FormDialog::addField(const QString &text, const QString &field,
                                const QString &placeholder)
{
    auto *edit = new QLineEdit;
    edit->setPlaceholderText(placeholder);
    edit->setMaxLength(200);
    addFieldRow(text, field, edit);
    return edit;
}

void FormDialog::fill(QLineEdit &edit, const QString &text)
{
    edit.setMaxLength(std::max(edit.maxLength(), static_cast<int>(text.size())));
    edit.setText(text);
    edit.setCursorPosition(0);
}

std::optional<QString> FormDialog::changedText(const QLineEdit &edit, const QString &before)
{
    const QString now = edit.text().trimmed();
    return edit.text() == before || now == before ? std::nullopt : std::optional(now);
}

void FormDialog::addFieldRow(const QString &text, const QString &field, QWidget *input)
{
    input->setObjectName(field);
    input->setAccessibleName(text);
    QWidget *cell = makeField(field, input);
    auto *name = label(text, u"muted"_s);
    name->setBuddy(input);
    name->setContentsMargins(0, 3, 0, 0);
    m_form->addRow(name, cell);
}

QWidget *FormDialog::makeField(const QString &field, QWidget *input)
{
    auto *wrong = label({}, u"error"_s);
    wrong->setObjectName(field + u"Error"_s);
    wrong->setWordWrap(true);
    wrong->hide();
    auto *cell = new QWidget;
    auto *layout = new QVBoxLayout(cell);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    layout->addWidget(input);
    layout->addWidget(wrong);
    m_fields[field] = input;
    m_fieldErrors[field] = wrong;
    return cell;
}

void FormDialog::addRow(const QString &text, QWidget *widget)
{
    auto *name = label(text, u"muted"_s);
    name->setBuddy(widget);
    name->setContentsMargins(0, 3, 0, 0);
    if (widget->accessibleName().isEmpty())
        widget->setAccessibleName(text);
    m_form->addRow(name, widget);
}

void FormDialog::setFieldError(const QString &field, const QString &sentence)
{
    QLabel *line = m_fieldErrors.value(field);
    line->setText(sentence);
    line->setVisible(!sentence.isEmpty());
    QWidget *edit = m_fields.value(field);
    edit->setAccessibleDescription(sentence);
    if (edit->property("wrong").toBool() == !sentence.isEmpty())
        return; // styling anew at every key would be felt
    edit->setProperty("wrong", !sentence.isEmpty());
    restyle(edit);
    if (!sentence.isEmpty())
        growToFit();
}

void FormDialog::setBusy(bool busy)
{
    // The button that goes grey would hand the focus to its neighbour, whichever that is.
    if (busy && !m_busy)
        m_focusBefore = focusWidget();
    m_busy = busy;
    updatePrimary();
    if (!busy && m_focusBefore)
        m_focusBefore->setFocus();
    if (!busy)
        m_focusBefore.clear();
}

void FormDialog::setReady(bool ready, const QString &missing)
{
    m_ready = ready;
    m_missing->setText(ready ? QString() : missing);
    m_primary->setToolTip(m_missing->text());
    m_primary->setAccessibleDescription(m_missing->text());
    updatePrimary();
}

void FormDialog::setStillNeeded(const QString &what)
{
    setReady(what.isEmpty(), tr("Still needed: %1").arg(what));
}

void FormDialog::require(QLineEdit &edit, const QString &what)
{
    connect(&edit, &QLineEdit::textChanged, this, [this, what](const QString &text) {
        setStillNeeded(text.trimmed().isEmpty() ? what : QString());
    });
    setStillNeeded(what);
}

void FormDialog::updatePrimary()
{
    m_primary->setEnabled(m_ready && !m_busy);
}

void FormDialog::showError(const Error &error)
{
    setBusy(false);
    const QString field = fieldOf(error);
    if (m_fieldErrors.contains(field)) {
        setFieldError(field, sentence(error));
        m_fields.value(field)->setFocus();
        return;
    }
    m_error->setText(sentence(error));
    m_error->show();
    growToFit();
}

// A layout does not ask a wrapped text how high it is when it sets the least size of a window.
void FormDialog::growToFit()
{
    if (!isVisible())
        return;
    ensurePolished();
    layout()->activate();
    const int needed = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    if (needed > height())
        resize(width(), needed);
}

void FormDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (m_wasShown)
        return;
    m_wasShown = true;
    putButtonsLast();
    growToFit();
    if (QWidget *chosen = focusWidget(); chosen && chosen != m_cancel && chosen != m_primary)
        return;
    for (QWidget *next = nextInFocusChain(); next && next != this;
         next = next->nextInFocusChain()) {
        if ((next->focusPolicy() & Qt::TabFocus) && next->isEnabled() && next->isVisibleTo(this)
            && next != m_cancel && next != m_primary) {
            next->setFocus();
            return;
        }
    }
}

// They were made before the fields and would be reached by Tab before them.
void FormDialog::putButtonsLast()
{
    QWidget *last = previousInFocusChain();
    while (last != this
           && (last->focusPolicy() == Qt::NoFocus || last == m_cancel || last == m_primary))
        last = last->previousInFocusChain();
    if (last == this)
        return;
    setTabOrder(last, m_cancel);
    setTabOrder(m_cancel, m_primary);
}

void FormDialog::clearErrors()
{
    m_error->hide();
    for (auto field = m_fieldErrors.keyBegin(); field != m_fieldErrors.keyEnd(); ++field)
        setFieldError(*field, {});
}

} // namespace datakubo::ui
