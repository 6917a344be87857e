// Not a part of the program: a hand-over between threads without its mutex, as a mistake in a
// mailbox would be. ThreadSanitizer has to find it, or its silence elsewhere would say nothing.
#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <thread>
#include <vector>

namespace {

class CarelessMailbox : public QObject
{
public:
    void put(int value)
    {
        m_values.push_back(value);
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }

protected:
    bool event(QEvent *) override
    {
        m_values.clear();
        return true;
    }

private:
    std::vector<int> m_values;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication program(argc, argv);
    CarelessMailbox box;
    std::thread sender([&box] {
        for (int i = 0; i < 10'000; ++i)
            box.put(i);
    });
    for (int i = 0; i < 10'000; ++i)
        QCoreApplication::processEvents();
    sender.join();
    return 0;
}
