/**
 * Posts the custom detections in a folder. Nothing of a rule is in this text: PowerShell reads the bodies
 * from their files and sends them as they are. It changes no rule that is there, since a PATCH could
 * disable one that somebody has enabled.
 */
export const POST_DETECTIONS = `#Requires -Version 7.0
#Requires -Modules Microsoft.Graph.Authentication
<#
.SYNOPSIS
    Creates the custom detections whose bodies lie beside this file, disabled, in Microsoft Defender XDR.
.DESCRIPTION
    A detection that is there already is left as it is. Sign in first:
    Connect-MgGraph -Scopes CustomDetection.ReadWrite.All
.EXAMPLE
    ./Post-CustomDetections.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Folder = $PSScriptRoot,
    [ValidateSet('v1.0', 'beta')]
    [string] $Version = 'v1.0'
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$rules = "https://graph.microsoft.com/$Version/security/rules/detectionRules"
$status = 0
$failures = 0

foreach ($file in Get-ChildItem -LiteralPath $Folder -Filter '*.json' -File) {
    $body = [System.IO.File]::ReadAllText($file.FullName)
    $id = [string]($body | ConvertFrom-Json -AsHashtable)['id']
    if ($id -notmatch '^wf-[0-9a-f-]{36}$') {
        Write-Verbose "$($file.Name) is no custom detection of Watchfloor."
        continue
    }
    $null = Invoke-MgGraphRequest -Method GET -Uri "$rules/$id" -SkipHttpErrorCheck -StatusCodeVariable status
    if ([int]$status -eq 200) {
        Write-Output "$id exists and is left as it is."
        continue
    }
    if ([int]$status -ne 404) {
        Write-Warning "$id cannot be looked up: status $([int]$status). Check the sign-in and its permissions."
        $failures++
        continue
    }
    if (-not $PSCmdlet.ShouldProcess($id, 'Create a disabled custom detection')) { continue }
    $answer = Invoke-MgGraphRequest -Method POST -Uri $rules -Body $body -ContentType 'application/json' -SkipHttpErrorCheck -StatusCodeVariable status
    if ([int]$status -eq 201) {
        Write-Output "$id is created, disabled."
        continue
    }
    # The service can answer with an error and have created the detection all the same.
    $refusal = $answer | ConvertTo-Json -Depth 5 -Compress
    $posted = [int]$status
    $null = Invoke-MgGraphRequest -Method GET -Uri "$rules/$id" -SkipHttpErrorCheck -StatusCodeVariable status
    $outcome = if ([int]$status -eq 200) { 'It exists all the same: look at it in the portal.' } else { 'It was not created.' }
    Write-Warning "$id was answered with status $posted. $outcome $refusal"
    $failures++
}
if ($failures -gt 0) { throw "$failures detections need attention. The warnings above say why." }
`;
