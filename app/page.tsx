export default function Page() {
  return (
    <div className="page py-6">
      <h1>hi</h1>
    </div>
  );
}
