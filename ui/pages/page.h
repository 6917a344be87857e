#pragma once
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace datakubo::ui {

// One page of the window: title, muted second line, actions at the right, its body below.
class Page : public QWidget
{
    Q_OBJECT

public:
    Page(const QString &title, const QString &objectName, QWidget *parent = nullptr);

    virtual void refresh() = 0; // when it is shown, and when something changed elsewhere
    virtual void setCommunity(const QString &) {} // the filter at the top; empty: all

Q_SIGNALS:
    void noticed(const QString &sentence); // to be said in passing
    void changed();                        // counts and lists elsewhere are out of date

protected:
    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle);
    QHBoxLayout &actions() { return *m_actions; }
    QVBoxLayout &body() { return *m_body; }

private:
    QLabel *m_title;
    QLabel *m_subtitle;
    QHBoxLayout *m_actions;
    QVBoxLayout *m_body;
};

} // namespace datakubo::ui
