namespace CxOrchestrator.Storage.Deliveries;

/// <summary>How far a mailbox is read.</summary>
/// <param name="Place">Server, user and folder: in another one reading begins anew.</param>
/// <param name="Validity">UIDVALIDITY of the folder (RFC 3501, section 2.3.1.1): with another one its UIDs mean other messages.</param>
/// <param name="LastUid">Highest UID that was read; 0: none.</param>
public sealed record ReturnCursor(string Place, long Validity, long LastUid);
