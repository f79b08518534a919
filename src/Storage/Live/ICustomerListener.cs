using CxOrchestrator.Grains.Contracts.Live;

namespace CxOrchestrator.Storage.Live;

/// <summary>Notified of customers' stored states besides the relay. Returns at once and never throws.</summary>
public interface ICustomerListener
{
    void Changed(CustomerChange change);
}
