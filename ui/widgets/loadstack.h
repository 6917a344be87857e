#pragma once
#include "backend/domain/result.h"

#include <QStackedWidget>

namespace datakubo::ui {

class EmptyState;

// What every page knows: loading, nothing there, failed (with Retry), cannot be reached, content.
class LoadStack : public QStackedWidget
{
    Q_OBJECT

public:
    LoadStack(QWidget *content, const QString &objectName, QWidget *parent = nullptr);

    EmptyState &empty() { return *m_empty; } // its sentence and action belong to the page

    void showLoading(); // keeps content that is there already
    void showContent();
    void showEmpty();
    void showError(const Error &error);
    bool hasContent() const { return currentWidget() == m_content; }

Q_SIGNALS:
    void retryWanted();

private:
    QWidget *m_content;
    QWidget *m_loading;
    EmptyState *m_empty;
    EmptyState *m_failed;
};

} // namespace datakubo::ui
