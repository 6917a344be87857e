#pragma once
#include "ui/theme/tokens.h"

#include <QWidget>

namespace datakubo::ui {

// How much of a limit is used, as a thin bar; what is beyond the limit is drawn as warning.
class UsageBar : public QWidget
{
    Q_OBJECT

public:
    explicit UsageBar(QWidget *parent = nullptr);

    // With `used` past `limit` the whole bar is `used` and the limit a mark on it.
    void setUsage(qint64 used, qint64 limit);
    qint64 used() const { return m_used; }
    qint64 limit() const { return m_limit; }
    QSize sizeHint() const override { return {120, 6}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qint64 m_used = 0;
    qint64 m_limit = 0;
};

} // namespace datakubo::ui
