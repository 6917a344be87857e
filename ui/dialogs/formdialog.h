#pragma once
#include "backend/domain/result.h"

#include <QDialog>
#include <QPointer>

#include <optional>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace datakubo::ui {

// A small form that makes one call: fields with an error line each, one primary button that is
// off while the call is under way. Deletes itself when closed; the ApiClient then drops the
// answer.
class FormDialog : public QDialog
{
    Q_OBJECT

public:
    FormDialog(const QString &title, const QString &objectName, const QString &primary,
               QWidget *parent);

protected:
    virtual void submit() = 0;

    QVBoxLayout &content() { return *m_content; }
    QPushButton &primary() { return *m_primary; }
    // A sentence above the fields.
    QLabel *addExplanation(const QString &text, const QString &objectName);
    // A labelled line edit; its error line is shown by showError() when the field is named.
    QLineEdit *addField(const QString &text, const QString &field, const QString &placeholder = {});
    // What is stored is shown whole, however long a person may write.
    static void fill(QLineEdit &edit, const QString &text);
    // What is in the field now, nothing when that is what was there before.
    static std::optional<QString> changedText(const QLineEdit &edit, const QString &before);
    void addRow(const QString &text, QWidget *widget);
    // The same for any other input, which is then named `field` too.
    void addFieldRow(const QString &text, const QString &field, QWidget *input);
    // The input over its error line, for a form that lays it out itself.
    QWidget *makeField(const QString &field, QWidget *input);
    void setFieldError(const QString &field, const QString &sentence); // empty: clears it

    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }
    void showError(const Error &error);
    void clearErrors();
    // Whether the primary button may be pressed, and what is missing when it may not.
    void setReady(bool ready, const QString &missing = {});
    void setStillNeeded(const QString &what); // "a name"; empty: it is ready
    // Of a dialog that needs one text only: ready while there is one.
    void require(QLineEdit &edit, const QString &what);
    // A text that wraps is given its height, whatever the dialog was made for.
    void growToFit();

    void showEvent(QShowEvent *event) override;

private:
    void updatePrimary();
    void putButtonsLast();

    QVBoxLayout *m_content;
    QFormLayout *m_form;
    QLabel *m_error;
    QLabel *m_missing;
    QPushButton *m_cancel;
    QPushButton *m_primary;
    QPointer<QWidget> m_focusBefore; // the call under way
    QHash<QString, QWidget *> m_fields;
    QHash<QString, QLabel *> m_fieldErrors;
    bool m_busy = false;
    bool m_ready = true;
    bool m_wasShown = false;
};

} // namespace datakubo::ui
