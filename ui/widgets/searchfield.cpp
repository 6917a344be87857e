#include "ui/widgets/searchfield.h"

#include "ui/theme/icons.h"
#include "ui/widgets/labels.h"

#include <QAction>
#include <QLabel>

using namespace Qt::Literals::StringLiterals;

namespace datakubo::ui {

SearchField::SearchField(const QString &placeholder, const QString &objectName, QWidget *parent)
    : QLineEdit(parent)
{
    setObjectName(objectName);
    setAccessibleName(placeholder);
    setPlaceholderText(placeholder);
    setClearButtonEnabled(true);
    setMaxLength(200);
    addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_pause.setSingleShot(true);
    m_pause.setInterval(250);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::report);
    connect(this, &QLineEdit::returnPressed, this, &SearchField::report);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (m_keycap)
            m_keycap->setVisible(text.isEmpty());
    });
    connect(this, &QLineEdit::textEdited, this, [this] { m_pause.start(); });
    // The clear button changes the text without textEdited.
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && !m_pause.isActive())
            report();
    });
}

void SearchField::setTextSilently(const QString &text)
{
    m_pause.stop();
    m_reported = text.trimmed();
    setText(text);
}

void SearchField::showKeycap(const QString &text)
{
    m_keycap = label(text, u"keycap"_s, this);
    m_keycap->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_keycap->adjustSize();
    m_keycap->show();
}

void SearchField::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    if (m_keycap) {
        m_keycap->adjustSize();
        m_keycap->move(width() - m_keycap->width() - 10, (height() - m_keycap->height()) / 2);
    }
}

void SearchField::report()
{
    m_pause.stop();
    const QString wanted = text().trimmed();
    if (wanted == m_reported)
        return;
    m_reported = wanted;
    Q_EMIT searched(wanted);
}

} // namespace datakubo::ui
